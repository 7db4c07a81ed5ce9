using System.CommandLine;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>The part of <c>ia fit classify</c> that is about texts.</summary>
internal sealed class FitTextClassifier
{
    private readonly Option<string?> _encoder = new("--encoder") { Description = "With texts: the folder of an expert that embeds texts, whose vectors are used instead of character n-grams.", HelpName = "DIR" };
    private readonly Option<NgramHead> _head = new("--head")
    {
        Description = "With texts and no encoder: the linear head. Selected takes softmax, unless margin, ridge or the committee of all names clearly more texts left out rightly.",
        DefaultValueFactory = _ => NgramHead.Selected,
        HelpName = "ridge|margin|softmax|committee|selected",
    };

    public void AddTo(Command command)
    {
        command.Add(_encoder);
        command.Add(_head);
    }

    /// <summary>Refuses what is for texts where there are none.</summary>
    /// <exception cref="InvalidRequestException">An option of texts was given.</exception>
    public void Refuse(ParseResult parsed)
    {
        InvalidRequestException.Require(parsed.GetValue(_encoder) is null, "--encoder", "is for texts; leave it out, or use --backbone for pictures");
        InvalidRequestException.Require(!IsSaid(parsed), "--head", "is for texts; leave it out");
    }

    /// <summary>Fits the expert.</summary>
    /// <exception cref="InvalidRequestException">The data cannot be read, the folder holds no encoder, or options contradict each other.</exception>
    public FittedExpert Fit(ParseResult parsed, string file, string text, string label, ExpertId id, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var examples = Read(file, text, label);
        if (parsed.GetValue(_encoder) is { } encoder)
        {
            InvalidRequestException.Require(!IsSaid(parsed), "--head", "goes with character n-grams; with --encoder the head is ridge, so leave it out");
            return OnVectors(encoder, examples, id, progress, cancellationToken);
        }

        progress.Report(string.Create(CultureInfo.InvariantCulture, $"fitting to {examples.Count:N0} texts"));
        return NgramClassifier.Fit(examples, new NgramClassifierOptions { Name = id.Name, Version = id.Version, Head = parsed.GetValue(_head) }, cancellationToken);
    }

    private bool IsSaid(ParseResult parsed) => parsed.GetResult(_head) is { Implicit: false };

    private static IReadOnlyList<(string Text, string Label)> Read(string file, string text, string label)
    {
        try
        {
            return Path.GetExtension(file).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) ? LabelledTexts.ReadChats(file) : LabelledTexts.ReadTable(file, text, label);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidRequestException("--data", $"{e.Message}; name the columns with --text and --label", e);
        }
    }

    private static FittedExpert OnVectors(
        string encoder, IReadOnlyList<(string Text, string Label)> examples, ExpertId id, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            var options = new EncoderClassifierOptions { Name = id.Name, Version = id.Version };
            return EncoderClassifier.FitAsync(encoder, examples, options, progress, cancellationToken).GetAwaiter().GetResult();
        }
        catch (InvalidRequestException e) when (e.Field == "encoder")
        {
            throw new InvalidRequestException("--encoder", e.Message[(e.Field.Length + 2)..], e);
        }
    }
}
