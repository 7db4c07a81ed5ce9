using System.Buffers.Binary;

namespace IndustrialAgents.Assets.Simulation;

/// <summary>A square grey picture of brushed metal on which marks are drawn. Not thread-safe.</summary>
internal sealed class GreyCanvas
{
    /// <summary>Width and height in pixels, a multiple of 4: rows of a BMP file need no padding.</summary>
    public const int Size = 128;

    private const int HeaderBytes = 54 + (256 * 4);

    private readonly double[] _pixels = new double[Size * Size];

    /// <summary>A surface without marks: brushed along its rows, lit unevenly.</summary>
    public GreyCanvas(Random random)
    {
        var noise = new GaussianNoise(random);
        var light = 120 + (random.NextDouble() * 30);
        var slope = noise.Next(0.15);
        for (var y = 0; y < Size; y++)
        {
            var row = noise.Next(5);
            for (var x = 0; x < Size; x++)
            {
                _pixels[(y * Size) + x] = light + row + (slope * (x - (Size / 2))) + noise.Next(4);
            }
        }
    }

    /// <summary>Draws straight scratches one pixel wide, dark or bright, at places of their own.</summary>
    /// <param name="random">Decides where.</param>
    /// <param name="count">How many.</param>
    /// <param name="angle">The least angle to the rows in radians; the most is half a radian more.</param>
    /// <param name="contrast">Grey levels of a bright one over 55, of a dark one over 60.</param>
    public void Scratch(Random random, int count, double angle = 0.6, double contrast = 1)
    {
        for (var i = 0; i < count; i++)
        {
            var x = random.NextDouble() * Size;
            var y = random.NextDouble() * Size;
            var direction = (random.NextDouble() * 0.5) + angle;
            var length = 20 + random.Next(50);
            var depth = random.Next(2) == 0 ? -60 : 55;
            for (var step = 0; step < length; step++)
            {
                Change((int)(x + (step * Math.Cos(direction))), (int)(y + (step * Math.Sin(direction))), depth * contrast);
            }
        }
    }

    /// <summary>Draws round spots with soft edges at places of their own.</summary>
    /// <param name="random">Decides where and how large.</param>
    /// <param name="count">How many.</param>
    /// <param name="radius">Mean radius in pixels.</param>
    /// <param name="depth">Grey levels at the centre; negative is darker than the surface.</param>
    public void Stain(Random random, int count, double radius, double depth)
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
                    Change(x, y, depth * Math.Exp(-distance / (r * r)));
                }
            }
        }
    }

    /// <summary>The picture as an 8-bit grey BMP file, the simplest there is, so that the simulation needs no picture library.</summary>
    public byte[] ToBmp()
    {
        var file = new byte[HeaderBytes + _pixels.Length];
        "BM"u8.CopyTo(file);
        Write(file, 2, file.Length);
        Write(file, 10, HeaderBytes);
        Write(file, 14, 40);
        Write(file, 18, Size);
        Write(file, 22, -Size);
        file[26] = 1;
        file[28] = 8;
        Write(file, 34, _pixels.Length);
        Write(file, 46, 256);
        for (var grey = 0; grey < 256; grey++)
        {
            file.AsSpan(54 + (grey * 4), 3).Fill((byte)grey);
        }

        for (var i = 0; i < _pixels.Length; i++)
        {
            file[HeaderBytes + i] = (byte)Math.Clamp(_pixels[i], 0, 255);
        }

        return file;
    }

    private void Change(int x, int y, double by)
    {
        if (x is >= 0 and < Size && y is >= 0 and < Size)
        {
            _pixels[(y * Size) + x] += by;
        }
    }

    private static void Write(byte[] file, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
}
