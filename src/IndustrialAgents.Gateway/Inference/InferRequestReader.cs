using System.Text.Json;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>
/// Reads the JSON of an inference request (kserve/open-inference-protocol, inference_rest.md) with the binary tensor data extension
/// (triton-inference-server/server, extension_binary_data.md).
/// </summary>
internal ref struct InferRequestReader
{
    private const int MaxInputs = 256;

    private readonly ServedModel _model;
    private readonly ReadOnlyMemory<byte> _binary;
    private readonly InferRequest _request;
    private JsonCursor _json;
    private int _binaryUsed;

    private InferRequestReader(ServedModel model, ReadOnlySpan<byte> json, ReadOnlyMemory<byte> binary, InferRequest request)
    {
        _model = model;
        _binary = binary;
        _request = request;
        _json = new JsonCursor(json);
    }

    /// <summary>Reads a request for a model. What is returned refers to <paramref name="binary"/>.</summary>
    /// <param name="model">The model; its input names are what inputs are held against.</param>
    /// <param name="json">The JSON part of the body.</param>
    /// <param name="binary">The part behind it; empty where there is none.</param>
    /// <exception cref="InvalidRequestException">The request breaks the protocol or does not fit the model.</exception>
    public static InferRequest Read(ServedModel model, ReadOnlySpan<byte> json, ReadOnlyMemory<byte> binary)
    {
        var request = new InferRequest();
        var reader = new InferRequestReader(model, json, binary, request);
        try
        {
            reader.ReadRequest();
            return request;
        }
        catch (JsonException e)
        {
            request.Release();
            throw new InvalidRequestException("body", reader._json.Describe(e), e);
        }
        catch (InvalidOperationException e)
        {
            // Thrown by the reader for text that is not UTF-8.
            request.Release();
            throw new InvalidRequestException("body", $"has a string that is not UTF-8 near byte {reader._json.Position}", e);
        }
        catch
        {
            request.Release();
            throw;
        }
    }

    private void ReadRequest()
    {
        _json.Read();
        _json.Require(JsonTokenType.StartObject, "body", "an object");
        var hasInputs = false;
        while (_json.ReadProperty())
        {
            if (_json.Reader.ValueTextEquals("inputs"u8))
            {
                ModelFit.Refuse(hasInputs, "inputs", "is given twice");
                hasInputs = true;
                ReadInputs();
            }
            else if (_json.Reader.ValueTextEquals("outputs"u8))
            {
                ModelFit.Refuse(_request.Outputs is not null, "outputs", "is given twice");
                ReadOutputs();
            }
            else if (_json.Reader.ValueTextEquals("id"u8))
            {
                _request.Id = _json.ReadString("id");
            }
            else if (_json.Reader.ValueTextEquals("parameters"u8))
            {
                ReadParameters();
            }
            else
            {
                _json.SkipValue();
            }
        }

        _json.RequireEnd();
        ModelFit.Refuse(!hasInputs, "inputs", "is missing");
        ModelFit.Refuse(
            _binaryUsed != _binary.Length, "body", $"has {_binary.Length - _binaryUsed} bytes of binary data behind those that the inputs claim");
        ModelFit.RequireAll(_model, _request);
    }

    private void ReadInputs()
    {
        _json.Read();
        _json.Require(JsonTokenType.StartArray, "inputs", "an array");
        var index = 0;
        while (_json.ReadElement())
        {
            ModelFit.Refuse(index >= MaxInputs, "inputs", $"more than {MaxInputs} inputs");
            _json.Require(JsonTokenType.StartObject, $"inputs[{index}]", "an object");
            InferInputReader.Read(ref _json, _model, _request, _binary, ref _binaryUsed, index);
            index++;
        }
    }

    private void ReadOutputs()
    {
        _json.Read();
        _json.Require(JsonTokenType.StartArray, "outputs", "an array");
        var outputs = _request.Outputs = [];
        while (_json.ReadElement())
        {
            var field = $"outputs[{outputs.Count}]";
            ModelFit.Refuse(outputs.Count >= MaxInputs, "outputs", $"more than {MaxInputs} outputs");
            _json.Require(JsonTokenType.StartObject, field, "an object");
            string? name = null;
            bool? binary = null;
            while (_json.ReadProperty())
            {
                if (_json.Reader.ValueTextEquals("name"u8))
                {
                    name = _json.ReadString($"{field}.name");
                }
                else if (_json.Reader.ValueTextEquals("parameters"u8))
                {
                    _json.Read();
                    _json.Require(JsonTokenType.StartObject, $"{field}.parameters", "an object");
                    while (_json.ReadProperty())
                    {
                        if (_json.Reader.ValueTextEquals("binary_data"u8))
                        {
                            binary = _json.ReadBool($"{field}.parameters.binary_data");
                        }
                        else
                        {
                            _json.SkipValue();
                        }
                    }
                }
                else
                {
                    _json.SkipValue();
                }
            }

            outputs.Add(new RequestedOutput(ModelFit.RequireOutput(_model, outputs, name, field), binary));
        }
    }

    private void ReadParameters()
    {
        _json.Read();
        _json.Require(JsonTokenType.StartObject, "parameters", "an object");
        while (_json.ReadProperty())
        {
            if (_json.Reader.ValueTextEquals("binary_data_output"u8))
            {
                _request.BinaryOutputs = _json.ReadBool("parameters.binary_data_output");
            }
            else
            {
                _json.SkipValue();
            }
        }
    }
}
