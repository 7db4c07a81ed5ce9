namespace IndustrialAgents.Assets;

/// <summary>When scores become an alarm: several unusual rows raise it, a quiet stretch clears it, so that single outliers do neither.</summary>
public sealed record AlarmOptions
{
    /// <summary>Unusual rows among the last <see cref="Of"/> that raise the alarm.</summary>
    public int RaiseAfter { get; init; } = 3;

    /// <summary>Number of rows looked back on.</summary>
    public int Of { get; init; } = 5;

    /// <summary>Usual rows in a row that clear the alarm.</summary>
    public int ClearAfter { get; init; } = 15;

    /// <summary>Throws unless the options make sense.</summary>
    /// <exception cref="InvalidRequestException">An option is wrong; the message names it.</exception>
    public void Validate()
    {
        if (Of is < 1 or > 64)
        {
            throw new InvalidRequestException("alarm.of", $"{Of} rows; it must lie between 1 and 64");
        }

        if (RaiseAfter < 1 || RaiseAfter > Of)
        {
            throw new InvalidRequestException("alarm.raiseAfter", $"{RaiseAfter} rows; it must lie between 1 and alarm.of, which is {Of}");
        }

        if (ClearAfter < 1)
        {
            throw new InvalidRequestException("alarm.clearAfter", $"{ClearAfter} rows; it must be positive");
        }
    }
}
