using System.Text.Json;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Reads one input of an inference request.</summary>
internal ref struct InferInputReader
{
    private readonly int _index;
    private string? _name;
    private ElementType _type;
    private TensorShape? _shape;
    private long _binarySize;
    private int _dataAt;
    private Tensor? _tensor;

    private InferInputReader(int index)
    {
        _index = index;
        _binarySize = -1;
        _dataAt = -1;
    }

    /// <summary>Reads the input whose object the cursor has just entered, and adds it to the request.</summary>
    /// <param name="json">The JSON, in the input's object; moved to its end.</param>
    /// <param name="model">The model.</param>
    /// <param name="request">The request.</param>
    /// <param name="binary">All binary data of the request.</param>
    /// <param name="binaryUsed">Bytes of it that earlier inputs took; this one's are added.</param>
    /// <param name="index">Index of the input, for messages.</param>
    /// <exception cref="InvalidRequestException">The input breaks the protocol or does not fit the model.</exception>
    public static void Read(ref JsonCursor json, ServedModel model, InferRequest request, ReadOnlyMemory<byte> binary, ref int binaryUsed, int index)
    {
        var input = new InferInputReader(index);
        input.ReadProperties(ref json, model, request);
        var tensor = input.Finish(json, model, request, binary, ref binaryUsed);
        ModelFit.Refuse(!request.Inputs.TryAdd(input._name!, tensor), $"inputs[{index}].name", $"input '{input._name}' is given twice");
    }

    private void ReadProperties(ref JsonCursor json, ServedModel model, InferRequest request)
    {
        while (json.ReadProperty())
        {
            if (json.Reader.ValueTextEquals("data"u8))
            {
                ModelFit.Refuse(_tensor is not null || _dataAt >= 0, $"inputs[{_index}].data", "is given twice");
                ReadData(ref json, request);
            }
            else if (json.Reader.ValueTextEquals("name"u8))
            {
                ReadName(ref json, model);
            }
            else if (json.Reader.ValueTextEquals("datatype"u8))
            {
                json.Read();
                json.Require(JsonTokenType.String, $"inputs[{_index}].datatype", "a string");
                _type = DataType.Parse(ref json.Reader);
                ModelFit.Refuse(_type == ElementType.Undefined, $"inputs[{_index}].datatype", $"is none of {DataType.All}");
            }
            else if (json.Reader.ValueTextEquals("shape"u8))
            {
                _shape = ShapeReader.Read(ref json, _index);
            }
            else if (json.Reader.ValueTextEquals("parameters"u8))
            {
                ReadParameters(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
    }

    private void ReadName(ref JsonCursor json, ServedModel model)
    {
        json.Read();
        json.Require(JsonTokenType.String, $"inputs[{_index}].name", "a string");
        var known = model.Inputs;
        for (var i = 0; i < known.Count; i++)
        {
            if (json.Reader.ValueTextEquals(known[i].Name))
            {
                _name = known[i].Name;
                return;
            }
        }

        _name = json.Reader.GetString();
    }

    private void ReadData(ref JsonCursor json, InferRequest request)
    {
        if (_type is ElementType.Undefined or ElementType.String || _shape is null)
        {
            // What it is made of comes later in the object: come back to it then.
            _dataAt = json.Position;
            json.SkipValue();
            return;
        }

        var end = json.Position;
        _tensor = ReadNumbers(json.Text, ref end, _shape.Value, request);
        json.ResumeAt(end);
    }

    private void ReadParameters(ref JsonCursor json)
    {
        json.Read();
        json.Require(JsonTokenType.StartObject, $"inputs[{_index}].parameters", "an object");
        while (json.ReadProperty())
        {
            if (json.Reader.ValueTextEquals("binary_data_size"u8))
            {
                json.Read();
                ModelFit.Refuse(
                    json.Reader.TokenType != JsonTokenType.Number || !json.Reader.TryGetInt64(out _binarySize) || _binarySize < 0,
                    $"inputs[{_index}].parameters.binary_data_size",
                    "must be a number of bytes");
            }
            else
            {
                ModelFit.Refuse(
                    json.Reader.ValueTextEquals("shared_memory_region"u8),
                    $"inputs[{_index}].parameters.shared_memory_region",
                    "shared memory is not offered here; send the data as JSON or binary data");
                json.SkipValue();
            }
        }
    }

    private Tensor Finish(in JsonCursor json, ServedModel model, InferRequest request, ReadOnlyMemory<byte> binary, ref int binaryUsed)
    {
        ModelFit.Refuse(_name is null, $"inputs[{_index}].name", "is missing");
        ModelFit.Refuse(_type == ElementType.Undefined, $"inputs[{_index}].datatype", $"is missing; give one of {DataType.All}");
        ModelFit.Refuse(_shape is null, $"inputs[{_index}].shape", "is missing");
        var shape = _shape!.Value;
        ModelFit.RequireInput(model, _name!, _type, shape, _index);
        var hasData = _tensor is not null || _dataAt >= 0;
        if (_binarySize >= 0)
        {
            ModelFit.Refuse(hasData, $"inputs[{_index}]", "has both data and binary_data_size; give one of them");
            ModelFit.Refuse(
                _binarySize > binary.Length - binaryUsed,
                $"inputs[{_index}].parameters.binary_data_size",
                $"{_binarySize} bytes; the body has {binary.Length - binaryUsed} left behind its JSON (is Inference-Header-Content-Length right?)");
            var part = binary.Slice(binaryUsed, (int)_binarySize);
            binaryUsed += part.Length;
            return BinaryTensor.Read(part, _type, shape, request, _index);
        }

        ModelFit.Refuse(!hasData, $"inputs[{_index}].data", "is missing");
        if (_tensor is not null)
        {
            return _tensor;
        }

        var at = _dataAt;
        return _type == ElementType.String ? JsonStrings.Read(json.Text[at..], shape, _index) : ReadNumbers(json.Text, ref at, shape, request);
    }

    private readonly Tensor ReadNumbers(ReadOnlySpan<byte> json, ref int position, TensorShape shape, InferRequest request)
    {
        // A value and its comma take two bytes at least: a shape that asks for more than can follow must not get memory first.
        ModelFit.Refuse(
            shape.ElementCount > (json.Length - position + 1) / 2,
            $"inputs[{_index}].data",
            $"the body is too short for the {shape.ElementCount} values of shape {shape}");
        var memory = request.Rent(checked((int)(shape.ElementCount * _type.SizeInBytes())));
        JsonTensor.Read(json, ref position, _type, shape, memory.Span, _index);
        return Tensor.Wrap(_type, shape, memory);
    }
}
