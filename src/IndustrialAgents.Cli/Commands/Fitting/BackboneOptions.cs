using System.CommandLine;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>The options that name a model of one's own whose features are used instead of fixed filters.</summary>
internal sealed class BackboneOptions
{
    private readonly Option<string?> _backbone = new("--backbone") { Description = "With pictures: features of this ONNX model, or of that of an expert's folder, instead of fixed filters.", HelpName = "MODEL.onnx" };
    private readonly Option<string?> _layer = new("--layer") { Description = "With --backbone: the value inside the model that holds the features. Default for a classifier: what the model's last layer takes.", HelpName = "TENSOR" };

    public void AddTo(Command command)
    {
        command.Add(_backbone);
        command.Add(_layer);
    }

    /// <summary>Whether one was named.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_backbone) is not null;

    /// <summary>Refuses a backbone where one was decided on already, or where there are no pictures.</summary>
    /// <exception cref="InvalidRequestException">One was given.</exception>
    public void Refuse(ParseResult parsed, string why)
    {
        InvalidRequestException.Require(!IsGiven(parsed), "--backbone", why);
        InvalidRequestException.Require(parsed.GetValue(_layer) is null, "--layer", why);
    }

    /// <summary>Opens what was named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="open">Makes features of a model, the step that prepares its pictures, and the value named.</param>
    /// <returns>Null where none was named.</returns>
    /// <exception cref="InvalidRequestException">The model cannot be read, or has no such value.</exception>
    public T? Open<T>(ParseResult parsed, Func<OnnxGraph, ManifestStep, string?, T> open)
        where T : class
    {
        var layer = parsed.GetValue(_layer);
        if (parsed.GetValue(_backbone) is not { } path)
        {
            InvalidRequestException.Require(layer is null, "--layer", $"'{layer}' needs --backbone: name the model that has it");
            return null;
        }

        try
        {
            var (model, step, guessed) = BackboneModel.Read(path);
            if (guessed)
            {
                ExpertTarget.Note($"{Path.GetFileName(path)} has no manifest: pictures are prepared by {step.Describe()}; write an expert.json beside it to have it otherwise");
            }

            return open(model, step, layer);
        }
        catch (InvalidRequestException e) when (e.Field == "backbone.tensor")
        {
            throw new InvalidRequestException("--layer", e.Message[(e.Field.Length + 2)..], e);
        }
        catch (InvalidRequestException e) when (e.Field == "backbone")
        {
            throw new InvalidRequestException("--backbone", e.Message[(e.Field.Length + 2)..], e);
        }
    }
}
