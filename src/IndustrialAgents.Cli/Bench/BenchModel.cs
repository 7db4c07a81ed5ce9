using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using IndustrialAgents.Experts;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Cli.Bench;

/// <summary>One of the models that <c>ia bench http</c> serves.</summary>
/// <param name="Name">Its name as an expert.</param>
/// <param name="Layers">Widths of its layers.</param>
/// <param name="File">The model's file.</param>
internal sealed record BenchModel(string Name, int[] Layers, string File)
{
    /// <summary>Widths of its layers, as text.</summary>
    public string Shape => string.Join('-', Layers);

    /// <summary>Writes both models as experts into a folder.</summary>
    public static IReadOnlyList<BenchModel> SaveAll(string folder) => [Save(folder, "small", [256, 512, 16]), Save(folder, "large", [1024, 4096, 256])];

    /// <summary>A whole HTTP request with one row, the same every time.</summary>
    public byte[] Request(bool binary)
    {
        var values = new float[Layers[0]];
        var random = new Random(3);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Round((2 * random.NextSingle()) - 1, 6);
        }

        if (!binary)
        {
            var numbers = string.Join(',', values.Select(value => value.ToString("0.######", CultureInfo.InvariantCulture)));
            return Http($$"""{"inputs":[{"name":"x","shape":[1,{{values.Length}}],"datatype":"FP32","data":[{{numbers}}]}]}""", [], "application/json", "");
        }

        var data = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        var json = $$$"""{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[1,{{{values.Length}}}],"datatype":"FP32","parameters":{"binary_data_size":{{{data.Length}}}}}]}""";
        return Http(json, data, "application/octet-stream", $"Inference-Header-Content-Length: {json.Length}\r\n");
    }

    private byte[] Http(string json, byte[] data, string type, string headers) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST /v2/models/{Name}/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\n{headers}Content-Length: {json.Length + data.Length}\r\n\r\n{json}"),
        .. data,
    ];

    private static BenchModel Save(string folder, string name, int[] layers)
    {
        var expert = new FittedExpert(
            new Manifest
            {
                Name = name,
                Version = "1",
                Modality = Modality.Tensor,
                Tasks = [ExpertTask.Regress],
                Description = "A perceptron with random weights, for measuring.",
                Inputs = [new ManifestInput { Kind = Modality.Tensor, Preprocess = new ManifestStep { Use = "tensor" } }],
                Output = new ManifestStep { Use = "tensors" },
            },
            Mlp.Create(layers, seed: 1).ToBytes());
        var target = Path.Combine(folder, name);
        expert.Save(target);
        return new BenchModel(name, layers, Path.Combine(target, FittedExpert.ModelFile));
    }
}
