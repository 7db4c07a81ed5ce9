using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// The fitted part of a texture classifier: a ridge regression onto the classes over standardised features, and the temperature that makes
/// its softmax a probability. Both are chosen on held-out parts of the pictures given.
/// </summary>
internal sealed class TextureHead
{
    private TextureHead(float[] mean, float[] scale, RidgeHead ridge, double temperature)
    {
        Mean = mean;
        Scale = scale;
        Ridge = ridge;
        Temperature = temperature;
    }

    /// <summary>Subtracted from each feature.</summary>
    public float[] Mean { get; }

    /// <summary>Multiplies each feature after that.</summary>
    public float[] Scale { get; }

    public RidgeHead Ridge { get; }

    public double Temperature { get; }

    /// <param name="features">Features of each picture.</param>
    /// <param name="classes">Class of each picture.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="foldCount">Parts to hold out in turn.</param>
    public static TextureHead Fit(float[][] features, int[] classes, int classCount, int foldCount)
    {
        var width = TextureGraph.Width;
        var standardizer = Standardizer.Fit(features.SelectMany(row => row).ToArray(), width);
        var mean = Array.ConvertAll(standardizer.Mean.ToArray(), value => (float)value);
        var scale = new float[width];
        for (var i = 0; i < width; i++)
        {
            scale[i] = (float)(1 / (standardizer.Deviation[i] * Math.Sqrt(TextureGraph.BlockWidth(i))));
        }

        var rows = Array.ConvertAll(features, row => Standardize(row, mean, scale));
        var folds = Folds(classes, classCount, foldCount);
        var statistics = folds.Select(fold => Collect(rows, classes, classCount, fold)).ToArray();
        var ridge = RidgeSearch.ByFolds(statistics);
        return new TextureHead(mean, scale, ridge, FitTemperature(rows, classes, folds, statistics, ridge.Strength));
    }

    private static float[] Standardize(float[] row, float[] mean, float[] scale)
    {
        var result = new float[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = (row[i] - mean[i]) * scale[i];
        }

        return result;
    }

    /// <summary>
    /// Runs of consecutive pictures of each class. Neighbours often show the same plate or part; were they dealt out, a fold would be judged
    /// by what was fitted on its own parts.
    /// </summary>
    private static int[][] Folds(int[] classes, int classCount, int foldCount)
    {
        var folds = Enumerable.Range(0, foldCount).Select(_ => new List<int>()).ToArray();
        for (var c = 0; c < classCount; c++)
        {
            var members = Enumerable.Range(0, classes.Length).Where(i => classes[i] == c).ToArray();
            for (var i = 0; i < members.Length; i++)
            {
                folds[i * foldCount / members.Length].Add(members[i]);
            }
        }

        return Array.ConvertAll(folds, fold => fold.ToArray());
    }

    private static RidgeStatistics Collect(float[][] rows, int[] classes, int classCount, int[] members)
    {
        var statistics = new RidgeStatistics(TextureGraph.Width, classCount);
        foreach (var member in members)
        {
            statistics.AddClasses(rows[member], [classes[member]]);
        }

        return statistics;
    }

    private static double FitTemperature(float[][] rows, int[] classes, int[][] folds, RidgeStatistics[] statistics, double strength)
    {
        var classCount = statistics[0].Targets;
        var scores = new double[classes.Length * classCount];
        for (var held = 0; held < folds.Length; held++)
        {
            var others = new RidgeStatistics(TextureGraph.Width, classCount);
            for (var fold = 0; fold < folds.Length; fold++)
            {
                if (fold != held)
                {
                    others.Merge(statistics[fold]);
                }
            }

            var head = RidgeHead.Solve(others, strength);
            foreach (var member in folds[held])
            {
                head.Predict(rows[member], scores.AsSpan(member * classCount, classCount));
            }
        }

        return TemperatureScaling.FitSmoothed(scores, classes, classCount).Temperature;
    }
}
