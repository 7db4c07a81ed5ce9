namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>Channels that a model takes, in its order.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as OpenCV keeps pictures.</summary>
    Bgr,

    /// <summary>One channel: luma.</summary>
    Grey,
}
