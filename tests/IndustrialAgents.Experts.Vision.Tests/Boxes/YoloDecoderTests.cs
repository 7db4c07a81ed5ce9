using IndustrialAgents.Experts.Vision.Boxes;

namespace IndustrialAgents.Experts.Vision.Tests.Boxes;

public sealed class YoloDecoderTests
{
    [Fact]
    public void Decode_Rows_ScoreIsObjectnessTimesClass()
    {
        float[] output = [10, 20, 4, 6, 0.5f, 0.2f, 0.8f, 10, 20, 4, 6, 0.1f, 0.2f, 0.8f];

        Assert.Equal(new BoxCandidate(1, 0.4f, 8, 17, 12, 23), Assert.Single(YoloDecoder.Decode(output, BoxLayout.Rows, 2, 0.3)));
    }

    [Fact]
    public void Decode_ColumnsOfTwentyClasses_FindsEach()
    {
        const int Classes = 20;
        var output = new float[(4 + Classes) * Classes];
        for (var i = 0; i < Classes; i++)
        {
            (output[i], output[Classes + i], output[(2 * Classes) + i], output[(3 * Classes) + i]) = (30 * i, 5, 10, 4);
            output[((4 + i) * Classes) + i] = 0.9f;
        }

        var boxes = YoloDecoder.Decode(output, BoxLayout.Columns, Classes, 0.5);

        Assert.Equal(Enumerable.Range(0, Classes), boxes.Select(box => box.Class));
        Assert.Equal(new BoxCandidate(19, 0.9f, 565, 3, 575, 7), boxes[19]);
        Assert.Equal(Classes, NonMaximumSuppression.Apply(boxes, 0.5, classAgnostic: true).Count);
    }

    [Fact]
    public void Decode_EndToEnd_LeavesOutWhatIsOfNoClassOrNotFinite()
    {
        float[] output = [1, 2, 3, 4, 0.9f, 1, 1, 2, 3, 4, 0.9f, 2, 1, 2, 3, 4, 0.9f, -1, 1, float.NaN, 3, 4, 0.9f, 0, 1, 2, 3, 4, 0.1f, 0];

        Assert.Equal(new BoxCandidate(1, 0.9f, 1, 2, 3, 4), Assert.Single(YoloDecoder.Decode(output, BoxLayout.EndToEnd, 2, 0.25)));
    }

    [Fact]
    public void Decode_WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => YoloDecoder.Decode(new float[7], BoxLayout.EndToEnd, 2, 0.1));
        Assert.Throws<ArgumentException>(() => YoloDecoder.Decode(new float[7], BoxLayout.Yolox, 2, 0.1));
    }
}
