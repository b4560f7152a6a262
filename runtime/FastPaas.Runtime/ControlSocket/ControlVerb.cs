using System.Text.Json;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>Answers a request: writes its properties into an object that is open. A <see cref="RefusedException"/> becomes the
/// error.</summary>
public delegate void ControlVerb(JsonElement request, Utf8JsonWriter answer);
