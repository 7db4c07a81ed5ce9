namespace IndustrialAgents.Experts;

/// <summary>How a window lies in a tensor.</summary>
internal enum WindowLayout
{
    /// <summary><c>[1, time, channel]</c>.</summary>
    TimeChannel,

    /// <summary><c>[1, channel, time]</c>.</summary>
    ChannelTime,

    /// <summary><c>[1, time * channel]</c>, all channels of the first sample first.</summary>
    Flat,

    /// <summary><c>[time, channel]</c>: each sample is a row of its own.</summary>
    Rows,

    /// <summary>
    /// <c>[channel, time]</c>: each channel is a row of its own, for models of one series. <c>[channel, time, 1]</c> or <c>[channel, 1, time]</c>
    /// where the model declares three dimensions.
    /// </summary>
    ChannelRows,
}
