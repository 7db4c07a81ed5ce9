using System.Text.Json;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>A JSON reader over a whole text, from which a value can be taken out to be read by other means.</summary>
internal ref struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _json;
    private int _base;

    /// <summary>Starts at the text's beginning.</summary>
    public JsonCursor(ReadOnlySpan<byte> json)
    {
        _json = json;
        Reader = new Utf8JsonReader(json);
    }

    /// <summary>The reader; its positions count from where it was last resumed.</summary>
    public Utf8JsonReader Reader;

    /// <summary>The whole text.</summary>
    public readonly ReadOnlySpan<byte> Text => _json;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _base + (int)Reader.BytesConsumed;

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="InvalidRequestException">The text ends.</exception>
    public void Read()
    {
        if (!Reader.Read())
        {
            throw new InvalidRequestException("body", $"ends in the middle, at byte {_json.Length}");
        }
    }

    /// <summary>Within an object, moves to the next property's name; false at the object's end.</summary>
    public bool ReadProperty()
    {
        Read();
        return Reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Within an array, moves to the next element; false at the array's end.</summary>
    public bool ReadElement()
    {
        Read();
        return Reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Reads over the value of the property that was just read.</summary>
    public void SkipValue()
    {
        Read();
        Reader.Skip();
    }

    /// <summary>Goes on behind a value that was read by other means, right after its property's name.</summary>
    /// <param name="position">Where the value ends.</param>
    public void ResumeAt(int position)
    {
        // A literal stands for the value, so that the reader knows that the property has one.
        var placeholder = new Utf8JsonReader("null"u8, isFinalBlock: false, Reader.CurrentState);
        placeholder.Read();
        _base = position;
        Reader = new Utf8JsonReader(_json[position..], isFinalBlock: true, placeholder.CurrentState);
    }

    /// <summary>Reads the string that must follow.</summary>
    public string ReadString(string field)
    {
        Read();
        Require(JsonTokenType.String, field, "a string");
        return Reader.GetString()!;
    }

    /// <summary>Reads the truth value that must follow.</summary>
    public bool ReadBool(string field)
    {
        Read();
        if (Reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            throw new InvalidRequestException(field, "must be true or false");
        }

        return Reader.TokenType == JsonTokenType.True;
    }

    /// <summary>Throws unless the current token is of a kind.</summary>
    public readonly void Require(JsonTokenType kind, string field, string what)
    {
        if (Reader.TokenType != kind)
        {
            throw new InvalidRequestException(field, $"must be {what}");
        }
    }

    /// <summary>Throws if anything but white space follows.</summary>
    public void RequireEnd()
    {
        if (Reader.Read())
        {
            throw new InvalidRequestException("body", $"goes on behind the request, at byte {Position}");
        }
    }

    /// <summary>What is wrong with the JSON, with the position in the whole text.</summary>
    public readonly string Describe(JsonException e)
    {
        var message = e.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"is not valid JSON near byte {Position}: {(end < 0 ? message : message[..end])}";
    }
}
