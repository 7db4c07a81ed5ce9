using IndustrialAgents.Orleans.Placement;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>Bytes of one device that experts have reserved. Not thread-safe: <see cref="ExpertHost"/> locks it.</summary>
/// <param name="bytes">Bytes there are.</param>
internal sealed class ModelBudget(long bytes)
{
    /// <summary>Bytes there are.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Bytes that active experts have reserved.</summary>
    public long Reserved { get; private set; }

    /// <summary>Bytes reserved by experts that nobody is asking.</summary>
    public long Idle { get; private set; }

    /// <summary>What is left.</summary>
    public Room Room => new(Bytes - Reserved, Idle);

    /// <summary>Reserves for an expert that is about to be asked; the caller has seen that there is room.</summary>
    public void Reserve(long size) => Reserved += size;

    /// <summary>Gives back what an idle expert has reserved.</summary>
    public void ReleaseIdle(long size) => (Reserved, Idle) = (Reserved - size, Idle - size);

    /// <summary>Gives back what an expert that could not be loaded had reserved.</summary>
    public void Release(long size) => Reserved -= size;

    /// <summary>Counts an expert as one that nobody is asking.</summary>
    public void Rest(long size) => Idle += size;

    /// <summary>Counts it as one that is being asked.</summary>
    public void Wake(long size) => Idle -= size;
}
