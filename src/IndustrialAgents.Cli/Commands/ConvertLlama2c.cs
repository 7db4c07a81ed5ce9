using System.CommandLine;
using System.Diagnostics;
using IndustrialAgents.Cli.Commands.Fitting;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts.Language;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia models convert-llama2c</c>.</summary>
internal static class ConvertLlama2c
{
    public static Command Create()
    {
        var weights = new Argument<FileInfo>("weights") { Description = "Weights of llama2.c in its first format (export.py --version 0)." };
        var tokenizer = new Argument<FileInfo>("tokenizer") { Description = "The tokenizer they were trained with, a tok*.bin of llama2.c." };
        var target = new ExpertTarget();
        var command = new TaughtCommand(
            "convert-llama2c",
            "Make an expert of weights of llama2.c.",
            """
            Writes the decoder as ONNX, with keys and values in the layout of Hugging Face's Optimum, beside the tokenizer and a manifest.

            Example: ia models convert-llama2c stories260K.bin tok512.bin --out stories
            """)
        { weights, tokenizer };
        target.AddTo(command);
        command.SetAction(parsed =>
        {
            var (clock, from, words) = (Stopwatch.StartNew(), parsed.GetValue(weights)!, parsed.GetValue(tokenizer)!);
            var expert = Llama2cExpert.Create(target.Id(parsed), Llama2cWeights.Parse(Read(from, "WEIGHTS"), from.Name), Read(words, "TOKENIZER"), words.Name);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }

    private static byte[] Read(FileInfo file, string argument)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException(argument, $"'{file.FullName}' cannot be read: {e.Message}", e);
        }
    }
}
