using System.Globalization;
using System.Runtime.CompilerServices;

namespace IndustrialAgents;

/// <summary>Text of a failed check: put together only where the check fails, so that checks that hold cost no memory.</summary>
[InterpolatedStringHandler]
internal ref struct FailureText
{
    private DefaultInterpolatedStringHandler _text;

    /// <summary>Begins a text.</summary>
    /// <param name="literalLength">Characters of the fixed parts.</param>
    /// <param name="formattedCount">Number of the others.</param>
    /// <param name="holds">Whether the check holds.</param>
    /// <param name="isNeeded">Whether the text will be read.</param>
    public FailureText(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        _text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>Ends the text.</summary>
    public string Take() => _text.ToStringAndClear();
}
