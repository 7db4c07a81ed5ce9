using IndustrialAgents.Orleans.Wire;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;

[assembly: TypeManifestProvider(typeof(WireManifest))]

namespace IndustrialAgents.Orleans.Wire;

/// <summary>Tells Orleans' serializer how each contract type is written, under which name, and that it is immutable: within a silo it is passed as it is.</summary>
internal sealed class WireManifest : TypeManifestProviderBase
{
    protected override void ConfigureInner(TypeManifestOptions typeManifest)
    {
        AddKinds<RequestInput>(typeManifest);
        AddKinds<ExpertOutput>(typeManifest);

        Add<Request, RequestWire>(typeManifest, "ia.request");
        Add<RequestParameters, RequestParametersWire>(typeManifest, "ia.parameters");
        Add<SamplingParameters, SamplingParametersWire>(typeManifest, "ia.sampling");
        Add<RequestConstraints, RequestConstraintsWire>(typeManifest, "ia.constraints");
        Add<TextInput, TextInputWire>(typeManifest, "ia.text-input");
        Add<ImageInput, ImageInputWire>(typeManifest, "ia.image-input");
        Add<SeriesInput, SeriesInputWire>(typeManifest, "ia.series-input");
        Add<TensorInput, TensorInputWire>(typeManifest, "ia.tensor-input");
        Add<Series, SeriesWire>(typeManifest, "ia.series");
        Add<SeriesChannel, SeriesChannelWire>(typeManifest, "ia.channel");
        Add<Tensor, TensorWire>(typeManifest, "ia.tensor");
        Add<AssetPath, AssetPathWire>(typeManifest, "ia.asset-path");
        Add<ExpertId, ExpertIdWire>(typeManifest, "ia.expert-id");
        Add<Manifest, ManifestWire>(typeManifest, "ia.manifest");

        Add<ClassProbabilities, ClassProbabilitiesWire>(typeManifest, "ia.classes");
        Add<Forecast, ForecastWire>(typeManifest, "ia.forecast");
        Add<Estimate, EstimateWire>(typeManifest, "ia.estimate");
        Add<AnomalyScores, AnomalyScoresWire>(typeManifest, "ia.anomaly");
        Add<ScoreGrid, ScoreGridWire>(typeManifest, "ia.score-grid");
        Add<ChannelShare, ChannelShareWire>(typeManifest, "ia.channel-share");
        Add<Detections, DetectionsWire>(typeManifest, "ia.detections");
        Add<Detection, DetectionWire>(typeManifest, "ia.detection");
        Add<Passages, PassagesWire>(typeManifest, "ia.passages");
        Add<Passage, PassageWire>(typeManifest, "ia.passage");
        Add<GeneratedText, GeneratedTextWire>(typeManifest, "ia.text");
        Add<TextCheck, TextCheckWire>(typeManifest, "ia.text-check");
        Add<Embedding, EmbeddingWire>(typeManifest, "ia.embedding");
        Add<TensorsOutput, TensorsOutputWire>(typeManifest, "ia.tensors-output");
        Add<ExtractedEntities, ExtractedEntitiesWire>(typeManifest, "ia.entities");
        Add<Entity, EntityWire>(typeManifest, "ia.entity");

        Add<ExpertReply, ExpertReplyWire>(typeManifest, "ia.reply");
        Add<ExpertUpdate, ExpertUpdateWire>(typeManifest, "ia.update");
        Add<Contribution, ContributionWire>(typeManifest, "ia.contribution");
        Add<Answer, AnswerWire>(typeManifest, "ia.answer");
        Add<GateScore, GateScoreWire>(typeManifest, "ia.gate-score");
        Add<Decision, DecisionWire>(typeManifest, "ia.decision");
        Add<Feedback, FeedbackWire>(typeManifest, "ia.feedback");
        Add<ExpertLoss, ExpertLossWire>(typeManifest, "ia.loss");
        Add<FeedbackReceipt, FeedbackReceiptWire>(typeManifest, "ia.feedback-receipt");

        Add<NamedTensors, NamedTensorsWire>(typeManifest, "ia.tensors");
        Add<SensorRows, SensorRowsWire>(typeManifest, "ia.rows");

        Add<ExpertDescription, ExpertDescriptionWire>(typeManifest, "ia.expert-description");
        Add<ModelTensor, ModelTensorWire>(typeManifest, "ia.model-tensor");
        Add<CatalogEntry, CatalogEntryWire>(typeManifest, "ia.catalog-entry");
        Add<Catalog, CatalogWire>(typeManifest, "ia.catalog-version");
        Add<RouteDelta, RouteDeltaWire>(typeManifest, "ia.route-delta");
        Add<RouteStatistics, RouteStatisticsWire>(typeManifest, "ia.route-merged");
        Add<AssetSettings, AssetSettingsWire>(typeManifest, "ia.asset-settings");
        Add<AssetStatus, AssetStatusWire>(typeManifest, "ia.asset-status");
        Add<AssetIncident, AssetIncidentWire>(typeManifest, "ia.incident");
        Add<RowsReceipt, RowsReceiptWire>(typeManifest, "ia.rows-receipt");
        Add<PositionedFeedback, PositionedFeedbackWire>(typeManifest, "ia.positioned-feedback");

        typeManifest.WellKnownTypeAliases.Add("ia.error", typeof(IndustrialAgentsException)); // ErrorCodec
        AddError<InvalidRequestException, InvalidRequestWire>(typeManifest, "ia.invalid-request");
        AddError<InvalidManifestException, InvalidManifestWire>(typeManifest, "ia.invalid-manifest");
        AddError<ExpertNotFoundException, ExpertNotFoundWire>(typeManifest, "ia.expert-not-found");
        AddError<ExpertFailedException, ExpertFailedWire>(typeManifest, "ia.expert-failed");
        AddError<DecisionNotFoundException, DecisionNotFoundWire>(typeManifest, "ia.decision-not-found");
        AddError<DeadlineExceededException, DeadlineExceededWire>(typeManifest, "ia.deadline-exceeded");
        AddError<OverloadedException, OverloadedWire>(typeManifest, "ia.overloaded");
        AddError<UnavailableException, UnavailableWire>(typeManifest, "ia.unavailable");
        AddError<MalformedMessageException, MalformedMessageWire>(typeManifest, "ia.malformed-message");
    }

    private static void Add<TValue, TWire>(TypeManifestOptions options, string alias)
        where TWire : struct, IWireForm<TValue, TWire>
    {
        options.FieldCodecs.Add(typeof(WireCodec<TValue, TWire>));
        options.WellKnownTypeAliases.Add(alias, typeof(TValue));
        Share<TValue>(options);
    }

    private static void AddKinds<TBase>(TypeManifestOptions options)
        where TBase : class
    {
        options.FieldCodecs.Add(typeof(KindCodec<TBase>));
        Share<TBase>(options);
    }

    // Orleans never copies an exception.
    private static void AddError<TError, TWire>(TypeManifestOptions options, string alias)
        where TError : Exception
        where TWire : struct, IWireForm<TError, TWire>
    {
        options.FieldCodecs.Add(typeof(WireCodec<TError, TWire>));
        options.WellKnownTypeAliases.Add(alias, typeof(TError));
    }

    private static void Share<TValue>(TypeManifestOptions options) => options.Copiers.Add(typeof(ShallowCopier<TValue>));
}
