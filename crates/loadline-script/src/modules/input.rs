//! What scripts pass to native functions: texts and bytes come in as JavaScript values and go out as Rust's.
//!
//! JavaScript's strings may hold halves of surrogate pairs, which Rust's cannot: they become U+FFFD, as in k6.
//! What to say of a value that will not do is the caller's business; here are only the names of kinds for it.

#![expect(unsafe_code, reason = "the bytes of strings and buffers are lent by QuickJS")]

use rquickjs::{ArrayBuffer, CString, Coerced, Ctx, Error, FromJs, Result, TypedArray, Value};

/// The text of a string value.
pub(crate) fn text(value: &Value<'_>) -> Result<Option<String>> {
    let Some(string) = value.as_string() else { return Ok(None) };
    match string.to_string() {
        Err(Error::Utf8(_)) => {
            let lent = CString::from_string(string.clone())?;
            // SAFETY: QuickJS lends that many bytes for as long as `lent` lives.
            let bytes = unsafe { std::slice::from_raw_parts(lent.as_ptr().cast(), lent.len()) };
            Ok(Some(well_formed(bytes)))
        }
        other => other.map(Some),
    }
}

/// What `String(value)` gives.
pub(crate) fn coerced_text<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> Result<String> {
    if let Some(text) = text(&value)? {
        return Ok(text);
    }
    match Coerced::<rquickjs::String<'js>>::from_js(ctx, value) {
        Ok(Coerced(string)) => Ok(text(&string.into_value())?.unwrap_or_default()),
        Err(error) => Err(error),
    }
}

/// The bytes of an `ArrayBuffer` or a `Uint8Array`, copied.
pub(crate) fn buffer(value: &Value<'_>) -> Option<Vec<u8>> {
    let object = value.as_object()?;
    if object.is_typed_array::<u8>() {
        let array = TypedArray::<u8>::from_object(object.clone()).ok()?;
        // SAFETY: the bytes are copied before any JavaScript runs.
        return Some(unsafe { array.as_bytes() }?.to_vec());
    }
    let buffer = ArrayBuffer::from_object(object.clone())?;
    let raw = buffer.as_raw()?;
    // SAFETY: the buffer is alive and its bytes are copied before any JavaScript runs.
    Some(unsafe { raw.as_ref() }.to_vec())
}

/// The bytes of an `ArrayBuffer` or of any view of one, copied.
pub(crate) fn view(value: &Value<'_>) -> Result<Option<Vec<u8>>> {
    if let Some(bytes) = buffer(value) {
        return Ok(Some(bytes));
    }
    let Some(object) = value.as_object() else { return Ok(None) };
    let Some(whole) = buffer(&object.get("buffer")?) else { return Ok(None) };
    let (from, length) =
        (object.get::<_, usize>("byteOffset")?, object.get::<_, usize>("byteLength")?);
    Ok(whole.get(from..from.saturating_add(length)).map(<[u8]>::to_vec))
}

/// The bytes of a string, an `ArrayBuffer` or a `Uint8Array`.
pub(crate) fn bytes(value: &Value<'_>) -> Result<Option<Vec<u8>>> {
    Ok(text(value)?.map(String::into_bytes).or_else(|| buffer(value)))
}

/// What k6's messages call a value of this kind.
pub(crate) fn kind(value: &Value<'_>) -> &'static str {
    let Some(object) = value.as_object() else {
        return match value.type_of() {
            rquickjs::Type::Bool => "bool",
            rquickjs::Type::Int => "int64",
            rquickjs::Type::Float => "float64",
            rquickjs::Type::String => "string",
            rquickjs::Type::BigInt => "*big.Int",
            rquickjs::Type::Symbol => "symbol",
            _ => "<nil>",
        };
    };
    macro_rules! typed {
        ($($item:ty => $name:literal),*) => {
            $(if object.is_typed_array::<$item>() { return $name; })*
        };
    }
    typed!(u8 => "[]uint8", i8 => "[]int8", u16 => "[]uint16", i16 => "[]int16", u32 => "[]uint32",
        i32 => "[]int32", f32 => "[]float32", f64 => "[]float64", u64 => "[]uint64", i64 => "[]int64");
    if value.is_array() {
        "[]interface {}"
    } else if value.is_function() {
        "func(sobek.FunctionCall) sobek.Value"
    } else {
        "map[string]interface {}"
    }
}

/// Text from QuickJS's UTF-8, in which each half of a surrogate pair that stands alone takes three bytes.
fn well_formed(bytes: &[u8]) -> String {
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len().saturating_sub(2) {
        if bytes[at] == 0xED && bytes[at + 1] >= 0xA0 {
            bytes[at..at + 3].copy_from_slice("\u{FFFD}".as_bytes());
        }
    }
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// What `Boolean(value)` gives.
pub(crate) fn is_truthy(value: &Value<'_>) -> bool {
    if let Some(held) = value.as_bool() {
        return held;
    }
    if let Some(number) = value.as_number() {
        return number != 0.0 && !number.is_nan();
    }
    if let Some(text) = value.as_string() {
        return text.to_string().is_ok_and(|text| !text.is_empty());
    }
    !value.is_null() && !value.is_undefined()
}
