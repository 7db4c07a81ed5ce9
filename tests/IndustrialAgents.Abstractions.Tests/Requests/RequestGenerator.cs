using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Tests.Requests;

/// <summary>Requests within the contract, of every kind of input.</summary>
internal static class RequestGenerator
{
    public static Arbitrary<Request> Valid { get; } = (
        from task in Gen.Elements(Enum.GetValues<ExpertTask>())
        from count in Gen.Choose(1, 4)
        from inputs in Gen.ArrayOf(Input(), count)
        from asset in Gen.Elements<string?>(null, "plant", "acme/berlin/hall-2/line.1/cell_3")
        from horizon in Gen.Elements<int?>(null, 1, 10_000)
        from cost in Gen.Elements<double?>(null, 0, 0.1, double.MaxValue)
        from tiers in Gen.SubListOf(Enum.GetValues<Tier>())
        select new Request
        {
            Task = task,
            Inputs = inputs,
            Id = asset,
            Asset = asset is null ? null : AssetPath.Parse(asset),
            Regime = asset,
            Parameters = new RequestParameters { Horizon = horizon },
            Constraints = new RequestConstraints { MaxCost = cost, Tiers = [.. tiers], Deadline = DateTimeOffset.UnixEpoch },
        }).ToArbitrary();

    private static Gen<RequestInput> Input() => Gen.OneOf(Text(), Image(), Series(), Tensor());

    private static Gen<RequestInput> Text() =>
        from text in ArbMap.Default.GeneratorFor<NonNull<string>>()

        // Half of a surrogate pair is no text and has no UTF-8.
        select (RequestInput)new TextInput(new string([.. text.Get.Where(c => !char.IsSurrogate(c))])) { Name = "note" };

    private static Gen<RequestInput> Image() =>
        from bytes in ArbMap.Default.GeneratorFor<NonEmptyArray<byte>>()
        select (RequestInput)new ImageInput(bytes.Get);

    private static Gen<RequestInput> Series() =>
        from channels in Gen.Choose(1, 40)
        from length in Gen.Choose(1, 5)
        from values in Gen.ArrayOf(ArbMap.Default.GeneratorFor<NormalFloat>(), channels * length)
        from quality in Gen.ArrayOf(Gen.Elements(Enum.GetValues<SampleQuality>()), channels * length)
        from marked in Gen.Elements(true, false)
        select (RequestInput)new SeriesInput(new Series
        {
            Channels = [.. Enumerable.Range(0, channels).Select(i => new SeriesChannel($"t{i}", i == 0 ? "bar" : null))],
            Values = values.Zip(quality, (v, q) => marked && q == SampleQuality.Bad ? float.NaN : (float)Math.Clamp(v.Get, -1e30, 1e30)).ToArray(),
            Quality = marked ? quality : default,
            SamplePeriod = TimeSpan.FromMilliseconds(length),
            Start = marked ? DateTimeOffset.UnixEpoch : null,
        });

    private static Gen<RequestInput> Tensor() =>
        from rows in Gen.Choose(0, 3)
        from texts in Gen.Elements(true, false)
        select (RequestInput)new TensorInput(texts
            ? IndustrialAgents.Tensor.Create(Enumerable.Repeat("ä", rows).ToArray(), new TensorShape(rows, 1))
            : IndustrialAgents.Tensor.Create(Enumerable.Repeat(-0f, rows * 2).ToArray(), rows, 2));
}
