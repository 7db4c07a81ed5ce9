using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Catalogs;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>What can be asked of the experts of this silo. Thread-safe.</summary>
internal sealed class LocalExperts(ExpertHost host, ClusterCatalog catalog, ILocalSiloDetails local, TimeProvider time)
{
    /// <summary>Answers here, within the request's deadline.</summary>
    public async ValueTask<ExpertReply> AskAsync(ExpertId expert, Request request, CancellationToken cancellationToken)
    {
        using var deadline = new RequestDeadline(request, time, cancellationToken);
        var manifest = await catalog.GetAsync(expert, deadline.Token);
        try
        {
            return await host.RunAsync(manifest, request, static (expert, request, token) => expert.AskAsync(request, token), deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw deadline.Exceeded(expert);
        }
    }

    /// <summary>Answers here piece by piece, within the request's deadline.</summary>
    public IAsyncEnumerable<ExpertUpdate> StreamAsync(ExpertId expert, Request request, CancellationToken cancellationToken) => TextPieces.ReadAsync(
        async (pieces, token) =>
        {
            using var deadline = new RequestDeadline(request, time, token);
            var manifest = await catalog.GetAsync(expert, deadline.Token);
            try
            {
                return await host.RunAsync(manifest, new StreamedCall(request, pieces), static (expert, call, token) => call.AskAsync(expert, token), deadline.Token);
            }
            catch (OperationCanceledException) when (deadline.Passed)
            {
                throw deadline.Exceeded(expert);
            }
        },
        cancellationToken);

    /// <summary>Runs the model here.</summary>
    public async ValueTask<NamedTensors> RunAsync(ExpertId expert, NamedTensors inputs, CancellationToken cancellationToken)
    {
        var manifest = await catalog.GetAsync(expert, cancellationToken);
        return await host.RunAsync(
            manifest, inputs, static async (expert, inputs, token) => new NamedTensors(await ModelOf(expert).RunAsync(inputs.Tensors, token).ConfigureAwait(false)), cancellationToken);
    }

    /// <summary>Describes the model here.</summary>
    public async ValueTask<ExpertDescription> DescribeAsync(ExpertId expert, CancellationToken cancellationToken)
    {
        var manifest = await catalog.GetAsync(expert, cancellationToken);
        return await host.RunAsync(manifest, local.SiloAddress, Describe, cancellationToken);
    }

    private static IModelRunner ModelOf(IExpert expert) =>
        (expert as IModelExpert)?.Model ?? throw new InvalidRequestException("expert", $"{expert.Manifest.Id} is code only and has no model to run; ask it instead");

    private static async ValueTask<ExpertDescription> Describe(IExpert expert, SiloAddress silo, CancellationToken cancellationToken)
    {
        var model = (expert as IModelExpert)?.Model;
        if (model is not null)
        {
            await model.LoadAsync(cancellationToken).ConfigureAwait(false);
        }

        return new ExpertDescription
        {
            Manifest = expert.Manifest,
            Silo = silo.ToParsableString(),
            Inputs = Tensors(model?.Inputs),
            Outputs = Tensors(model?.Outputs),
        };
    }

    private static ModelTensor[] Tensors(IReadOnlyList<ModelTensorInfo>? tensors) =>
        [.. tensors?.Select(tensor => new ModelTensor(tensor.Name, tensor.ElementType == default ? null : tensor.ElementType, tensor.Dimensions)) ?? []];
}
