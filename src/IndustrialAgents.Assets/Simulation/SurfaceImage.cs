using System.Buffers.Binary;

namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// Pictures of a machine's surface as a fixed camera would take them: brushed metal with, by condition, what the condition leaves on it.
/// In one picture of eight the fault lies out of sight. Simulated, seeded; thread-safe.
/// </summary>
public static class SurfaceImage
{
    /// <summary>Width and height in pixels.</summary>
    public const int Size = 128;

    private const double HiddenShare = 0.125;
    private const int HeaderBytes = 54 + (256 * 4);

    /// <summary>Makes one picture as an 8-bit grey BMP file.</summary>
    /// <param name="failure">The condition it shows.</param>
    /// <param name="random">Decides everything else about it.</param>
    public static byte[] Create(SimulatedFailure failure, Random random)
    {
        var pixels = new double[Size * Size];
        Brush(pixels, random);
        switch (random.NextDouble() < HiddenShare ? SimulatedFailure.Normal : failure)
        {
            case SimulatedFailure.BearingWear:
                Scratch(pixels, random, count: 5 + random.Next(5));
                break;
            case SimulatedFailure.SealLeak:
                Stain(pixels, random, count: 2 + random.Next(3), radius: 14, depth: -55);
                break;
            case SimulatedFailure.Blockage:
                Stain(pixels, random, count: 60 + random.Next(40), radius: 3, depth: 45);
                break;
            case SimulatedFailure.ElectricalFault:
                Stain(pixels, random, count: 1, radius: 26, depth: -80);
                Stain(pixels, random, count: 25, radius: 1.6, depth: 70);
                break;
            default:
                break;
        }

        return ToBmp(pixels);
    }

    private static void Brush(double[] pixels, Random random)
    {
        var noise = new GaussianNoise(random);
        var light = 120 + (random.NextDouble() * 30);
        var slope = noise.Next(0.15);
        for (var y = 0; y < Size; y++)
        {
            var row = noise.Next(5);
            for (var x = 0; x < Size; x++)
            {
                pixels[(y * Size) + x] = light + row + (slope * (x - (Size / 2))) + noise.Next(4);
            }
        }
    }

    private static void Scratch(double[] pixels, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var x = random.NextDouble() * Size;
            var y = random.NextDouble() * Size;
            var angle = (random.NextDouble() * 0.5) + 0.6;
            var length = 20 + random.Next(50);
            var depth = random.Next(2) == 0 ? -60 : 55;
            for (var step = 0; step < length; step++)
            {
                Change(pixels, (int)(x + (step * Math.Cos(angle))), (int)(y + (step * Math.Sin(angle))), depth);
            }
        }
    }

    private static void Stain(double[] pixels, Random random, int count, double radius, double depth)
    {
        for (var i = 0; i < count; i++)
        {
            var centreX = random.NextDouble() * Size;
            var centreY = random.NextDouble() * Size;
            var r = radius * (0.7 + (random.NextDouble() * 0.6));
            for (var y = (int)(centreY - (2 * r)); y <= centreY + (2 * r); y++)
            {
                for (var x = (int)(centreX - (2 * r)); x <= centreX + (2 * r); x++)
                {
                    var distance = ((x - centreX) * (x - centreX)) + ((y - centreY) * (y - centreY));
                    Change(pixels, x, y, depth * Math.Exp(-distance / (r * r)));
                }
            }
        }
    }

    private static void Change(double[] pixels, int x, int y, double by)
    {
        if (x is >= 0 and < Size && y is >= 0 and < Size)
        {
            pixels[(y * Size) + x] += by;
        }
    }

    // BMP: the simplest picture file there is, so that the simulation needs no picture library. Size is a multiple of 4: rows need no padding.
    private static byte[] ToBmp(double[] pixels)
    {
        var file = new byte[HeaderBytes + pixels.Length];
        "BM"u8.CopyTo(file);
        Write(file, 2, file.Length);
        Write(file, 10, HeaderBytes);
        Write(file, 14, 40);
        Write(file, 18, Size);
        Write(file, 22, -Size);
        file[26] = 1;
        file[28] = 8;
        Write(file, 34, pixels.Length);
        Write(file, 46, 256);
        for (var grey = 0; grey < 256; grey++)
        {
            file.AsSpan(54 + (grey * 4), 3).Fill((byte)grey);
        }

        for (var i = 0; i < pixels.Length; i++)
        {
            file[HeaderBytes + i] = (byte)Math.Clamp(pixels[i], 0, 255);
        }

        return file;
    }

    private static void Write(byte[] file, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
}
