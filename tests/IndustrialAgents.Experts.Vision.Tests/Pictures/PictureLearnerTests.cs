using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Tests.Textures;
using IndustrialAgents.Experts.Vision.Textures;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Tests.Pictures;

public sealed class PictureLearnerTests
{
    private static readonly ExpertId Id = new("stripes", "1");

    private static readonly PictureLearnerOptions Small = new()
    {
        Side = TextureGraph.MinSide,
        Folds = 2,
        Blocks = [TextureBlocks.Patterns | TextureBlocks.Local],
        Projections = [24],
        Augmentation = new PictureAugmentation { Copies = 1 },
    };

    private static readonly Lazy<LabelledPicture[]> Pictures = new(() => [.. TexturePictures.Make(6, seed: 1)]);

    [Fact]
    public void Solve_AnyOrderOfAddMergeAndRemove_EqualsTheJointFit()
    {
        using var first = PictureLearner.Fit(Pictures.Value, Small, cancellationToken: TestContext.Current.CancellationToken);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(12), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            using var learner = first.Empty();
            using var joint = first.Empty();
            var left = new List<LabelledPicture>();
            foreach (var part in Pictures.Value.OrderBy(_ => random.Next()).Chunk(5))
            {
                Add(first, learner, part, random);
                left.AddRange(part);
                if (left.Count > 7 && random.Next(2) == 0)
                {
                    var gone = left.OrderBy(_ => random.Next()).Take(2).ToArray();
                    left.RemoveAll(gone.Contains);
                    learner.Remove(gone, TestContext.Current.CancellationToken);
                }
            }

            joint.Add(left, TestContext.Current.CancellationToken);
            var ((own, labels), (other, others)) = (learner.Solve(), joint.Solve());
            Assert.Equal(others, labels);
            Assert.Equal(left.CountBy(picture => picture.Label).ToDictionary(c => c.Key, c => (long)c.Value).OrderBy(own => own.Key), learner.Classes.OrderBy(own => own.Key));
            Assert.Equal(other.Weights.ToArray(), own.Weights.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-8 * Math.Max(1, Math.Abs(a)));
            Assert.Equal(other.Intercept.ToArray(), own.Intercept.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-8 * Math.Max(1, Math.Abs(a)));
        }));
    }

    [Fact]
    public void Add_NewClass_IsNamedAndTheOldAreKept()
    {
        var old = Pictures.Value.Where(picture => picture.Label != "along").ToArray();
        using var learner = PictureLearner.Fit(old, Small, cancellationToken: TestContext.Current.CancellationToken);

        learner.Add([.. Pictures.Value.Except(old)], TestContext.Current.CancellationToken);

        var expert = learner.ToExpert(Id);
        Assert.Equal(["across", "along", "diagonal"], expert.Manifest.Labels);
        using var model = new PictureModel(expert);
        foreach (var picture in TexturePictures.Make(3, seed: 2))
        {
            Assert.Equal(picture.Label, model.Classify(ImageDecoder.Decode(picture.Data.Span)).Top().Label);
        }

        learner.Remove([.. Pictures.Value.Except(old)], TestContext.Current.CancellationToken);
        Assert.Equal(["across", "diagonal"], learner.ToExpert(Id).Manifest.Labels);
    }

    [Fact]
    public void Add_ToADiscriminant_EqualsTheJointFit()
    {
        var pictures = TexturePictures.Make(20, seed: 4);
        using var learner = PictureLearner.Fit(pictures, Small with { Augmentation = PictureAugmentation.None, Projections = [0] }, cancellationToken: TestContext.Current.CancellationToken);
        using var parts = learner.Empty();
        foreach (var part in pictures.Chunk(7))
        {
            parts.Add(part, TestContext.Current.CancellationToken);
        }

        Assert.Contains("discriminant", learner.Reason!, StringComparison.Ordinal);

        // Classes that are told apart without error make weights large, and so what rounding of the sums leaves in them.
        var (own, other) = (learner.Solve().Head.Weights.ToArray(), parts.Solve().Head.Weights.ToArray());
        Assert.InRange(own.Zip(other, (a, b) => Math.Abs(a - b)).Max() / own.Max(Math.Abs), 0, 1e-7);
    }

    [Fact]
    public void Load_SavedExpert_GoesOnAsBefore()
    {
        using var learner = PictureLearner.Fit(Pictures.Value, Small with { Blocks = [], Projections = [0, 16] }, cancellationToken: TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("pictures-").FullName;
        try
        {
            var expert = learner.ToExpert(Id);
            expert.Save(folder);
            using var loaded = PictureLearner.Load(folder);

            Assert.Equal(expert.Model, loaded.ToExpert(Id).Model);
            Assert.Equal(learner.Classes.OrderBy(own => own.Key), loaded.Classes.OrderBy(own => own.Key));
            Assert.NotNull(learner.Reason);
            loaded.Merge(learner);
            Assert.Equal(12, loaded.Classes["along"]);
            loaded.Remove(learner);
            Assert.Equal(6, loaded.Classes["along"]);

            var sums = Path.Combine(folder, "learning", "sums.ridge");
            var bytes = File.ReadAllBytes(sums);
            bytes[100] ^= 1;
            File.WriteAllBytes(sums, bytes);
            Assert.Throws<InvalidStatisticsException>(() => PictureLearner.Load(folder));
            File.WriteAllText(Path.Combine(folder, "learning", "recipe.json"), "{}");
            Assert.Throws<InvalidStatisticsException>(() => PictureLearner.Load(folder));
            Assert.Contains("ia fit", Assert.Throws<InvalidStatisticsException>(() => PictureLearner.Load(Path.GetTempPath())).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Change_WhatDoesNotFit_IsRefusedAndChangesNothing()
    {
        using var learner = PictureLearner.Fit(Pictures.Value, Small, cancellationToken: TestContext.Current.CancellationToken);
        using var other = PictureLearner.Fit(Pictures.Value, Small with { Seed = 2 }, cancellationToken: TestContext.Current.CancellationToken);
        using var empty = learner.Empty();
        var before = learner.ToExpert(Id).Model;

        Assert.Equal("statistics", Assert.Throws<InvalidRequestException>(() => learner.Merge(other)).Field);
        Assert.Contains("'new'", Assert.Throws<InvalidRequestException>(() => learner.Remove([Pictures.Value[0] with { Label = "new" }], TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Equal("pictures[0].label", Assert.Throws<InvalidRequestException>(() => learner.Add([Pictures.Value[0] with { Label = " " }], TestContext.Current.CancellationToken)).Field);
        Assert.Equal("pictures[1].data", Assert.Throws<InvalidRequestException>(() => learner.Add([Pictures.Value[0], new("x", new byte[9])], TestContext.Current.CancellationToken)).Field);
        Assert.Contains("0 classes", Assert.Throws<InvalidRequestException>(() => empty.ToExpert(Id)).Message, StringComparison.Ordinal);
        Assert.Equal(before, learner.ToExpert(Id).Model);
    }

    [Theory]
    [InlineData("side")]
    [InlineData("folds")]
    [InlineData("projections")]
    [InlineData("blocks")]
    [InlineData("augmentation.copies")]
    public void Fit_WrongOption_IsNamed(string field)
    {
        var options = field switch
        {
            "side" => Small with { Side = 100 },
            "folds" => Small with { Folds = 1 },
            "projections" => Small with { Projections = [9000] },
            "blocks" => Small with { Blocks = [(TextureBlocks)64] },
            _ => Small with { Augmentation = new PictureAugmentation { Copies = 17 } },
        };

        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => PictureLearner.Fit(Pictures.Value, options, cancellationToken: TestContext.Current.CancellationToken)).Field);
    }

    private static void Add(PictureLearner first, PictureLearner learner, LabelledPicture[] part, Random random)
    {
        if (random.Next(2) == 0)
        {
            learner.Add(part, TestContext.Current.CancellationToken);
            return;
        }

        using var other = first.Empty();
        other.Add(part, TestContext.Current.CancellationToken);
        learner.Merge(other);
    }
}
