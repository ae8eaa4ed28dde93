//! `k6/experimental/fs`: files read piece by piece, each held once for the whole process.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, Opt, This};
use rquickjs::{Class, Ctx, IntoJs, JsLifetime, Object, Promise, Result, TypedArray, Value};

use super::settled::{settled, throw_named};
use crate::engine::{caller, function};
use crate::modules::{Builtin, Member, input};
use crate::vu::{Phase, Vu};

/// The longest file.
const FILE_BYTES_MAX: u64 = 1 << 30;

/// The module.
pub(crate) struct Fs;

impl Builtin for Fs {
    const NAME: &'static str = "k6/experimental/fs";
    const MEMBERS: &'static [Member] = &[
        Member::full("SeekMode"),
        Member::full("open"),
        Member::full("File.path"),
        Member::full("File.read"),
        Member::full("File.seek"),
        Member::full("File.stat"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let exports = Object::new(ctx.clone())?;
        let modes = Object::new(ctx.clone())?;
        for (name, mode) in [("Start", START), ("Current", CURRENT), ("End", END)] {
            modes.set(name, mode)?;
        }
        exports.set("SeekMode", modes)?;
        exports.set("open", function(ctx, "open", open)?)?;
        Ok(exports)
    }
}

const START: i32 = 0;
const CURRENT: i32 = 1;
const END: i32 = 2;

/// A file's bytes, shared by all users.
struct Bytes(Vec<u8>);

/// One user's file: the bytes and how far they are read.
pub(super) struct File {
    bytes: Arc<Bytes>,
    pub(super) path: String,
    at: Cell<usize>,
}

impl<'js> Trace<'js> for File {
    fn trace<'a>(&self, _tracer: Tracer<'a, 'js>) {}
}

// SAFETY: nothing in it borrows from a runtime.
#[expect(unsafe_code, reason = "rquickjs wants this said of every class")]
unsafe impl<'js> JsLifetime<'js> for File {
    type Changed<'to> = Self;
}

impl<'js> JsClass<'js> for File {
    const NAME: &'static str = "File";
    type Mutable = Readable;

    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let prototype = Object::new(ctx.clone())?;
        prototype.set("read", function(ctx, "read", read)?)?;
        prototype.set("seek", function(ctx, "seek", seek)?)?;
        prototype.set("stat", function(ctx, "stat", stat)?)?;
        Ok(Some(prototype))
    }

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

impl File {
    /// All its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes.0
    }

    /// How far it is read.
    pub(super) fn position(&self) -> usize {
        self.at.get()
    }

    pub(super) fn set_position(&self, at: usize) {
        self.at.set(at);
    }
}

fn type_error(ctx: &Ctx<'_>, message: &str) -> rquickjs::Error {
    throw_named(ctx, "TypeError", message)
}

fn open<'js>(ctx: Ctx<'js>, path: Opt<Value<'js>>) -> Result<Promise<'js>> {
    let opened = opened(&ctx, path.0);
    settled(&ctx, opened)
}

fn opened<'js>(ctx: &Ctx<'js>, path: Option<Value<'js>>) -> Result<Value<'js>> {
    let vu = Vu::current();
    if vu.phase() != Phase::Init {
        let message = "open() failed; reason: opening a file is allowed only in the Init context";
        return Err(throw_named(ctx, "ForbiddenError", message));
    }
    let path = path.filter(|path| !path.is_undefined() && !path.is_null());
    let Some(path) = path else {
        return Err(type_error(ctx, "open() failed; reason: path cannot be null or undefined"));
    };
    let path = input::coerced_text(ctx, path)?;
    if path.is_empty() {
        return Err(type_error(ctx, "open() failed; reason: path cannot be empty"));
    }
    let full = vu.code.program.open_path(&caller(ctx), &path);
    let full = full.map_err(|message| throw_named(ctx, "InvalidResourceError", &message))?;
    let bytes = vu.code.shared(&full.to_string_lossy(), || read_whole(&full));
    let bytes = bytes.map_err(|(name, message)| throw_named(ctx, name, &message))?;
    let path = full.to_string_lossy().into_owned();
    let file = File { bytes, path: path.clone(), at: Cell::new(0) };
    let file = Class::instance(ctx.clone(), file)?;
    file.set("path", path)?;
    Ok(file.into_value())
}

fn read_whole(path: &Path) -> std::result::Result<Bytes, (&'static str, String)> {
    let shown = path.display();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            ("NotFoundError", format!("no such file or directory \"{shown}\""))
        }
        _ => ("InvalidResourceError", format!("cannot open \"{shown}\": {error}")),
    };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        let message = format!("cannot open \"{shown}\": opening a directory is not supported");
        return Err(("InvalidResourceError", message));
    }
    if metadata.len() > FILE_BYTES_MAX {
        let message = format!("cannot open \"{shown}\": it is longer than {FILE_BYTES_MAX} bytes");
        return Err(("InvalidResourceError", message));
    }
    std::fs::read(path).map(Bytes).map_err(failed)
}

type Own<'js> = This<Class<'js, File>>;

fn read<'js>(ctx: Ctx<'js>, this: Own<'js>, into: Opt<Value<'js>>) -> Result<Promise<'js>> {
    let count = fill(&ctx, &this.0.borrow(), into.0);
    settled(&ctx, count)
}

/// Copies what comes next into a `Uint8Array`; gives how many bytes that were, or `null` at the end.
fn fill<'js>(ctx: &Ctx<'js>, file: &File, into: Option<Value<'js>>) -> Result<Value<'js>> {
    let Some(into) = into.filter(|into| !into.is_undefined() && !into.is_null()) else {
        let message = "read() failed; reason: into argument cannot be null or undefined";
        return Err(type_error(ctx, message));
    };
    let array = into.into_object().and_then(|into| TypedArray::<u8>::from_object(into).ok());
    let Some(raw) = array.as_ref().and_then(TypedArray::as_raw) else {
        let message = "read() failed; reason: into argument must be a Uint8Array";
        return Err(type_error(ctx, message));
    };
    if raw.is_empty() {
        return 0.into_js(ctx);
    }
    let rest = file.bytes().get(file.position()..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(Value::new_null(ctx.clone()));
    }
    let count = rest.len().min(raw.len());
    #[expect(unsafe_code, reason = "bytes are copied into a buffer of the script")]
    // SAFETY: the array is alive, `count` is within it, and no JavaScript runs meanwhile.
    unsafe {
        std::ptr::copy_nonoverlapping(rest.as_ptr(), raw.cast::<u8>().as_ptr(), count);
    }
    file.set_position(file.position() + count);
    count.into_js(ctx)
}

fn seek<'js>(
    ctx: Ctx<'js>,
    this: Own<'js>,
    offset: Opt<Value<'js>>,
    whence: Opt<Value<'js>>,
) -> Result<Promise<'js>> {
    let position = moved(&ctx, &this.0.borrow(), offset.0, whence.0);
    settled(&ctx, position)
}

fn moved<'js>(
    ctx: &Ctx<'js>,
    file: &File,
    offset: Option<Value<'js>>,
    whence: Option<Value<'js>>,
) -> Result<Value<'js>> {
    let given = |value: Option<Value<'js>>, name: &str| {
        let value = value.filter(|value| !value.is_undefined() && !value.is_null());
        let reason =
            format!("seek() failed; reason: the {name} argument cannot be null or undefined");
        value.ok_or_else(|| type_error(ctx, &reason))
    };
    let offset = given(offset, "offset")?;
    let Some(offset) = offset.as_number().filter(|number| number.fract() == 0.0) else {
        let message = "seek() failed; reason: the offset argument must be a number";
        return Err(type_error(ctx, message));
    };
    #[expect(clippy::cast_possible_truncation, reason = "it is whole, and saturates")]
    let offset = offset as i64;
    let length = i64::try_from(file.bytes().len()).unwrap_or(i64::MAX);
    let base = match given(whence, "whence")?.as_int() {
        Some(START) if offset < 0 => {
            let message = "offset cannot be negative when using SeekModeStart";
            return Err(type_error(ctx, message));
        }
        Some(END) if offset > 0 => {
            let message = "offset cannot be positive when using SeekModeEnd";
            return Err(type_error(ctx, message));
        }
        Some(START) => 0,
        Some(CURRENT) => i64::try_from(file.position()).unwrap_or(i64::MAX),
        // As under k6: the end is the last byte.
        Some(END) => length - 1,
        _ => {
            let message = "seek() failed; reason: the whence argument must be a SeekMode";
            return Err(type_error(ctx, message));
        }
    };
    let position = base.saturating_add(offset);
    if position >= length {
        return Err(type_error(ctx, "seeking beyond end of file"));
    }
    let Ok(place) = usize::try_from(position) else {
        return Err(type_error(ctx, "seeking before start of file"));
    };
    file.set_position(place);
    position.into_js(ctx)
}

fn stat<'js>(ctx: Ctx<'js>, this: Own<'js>) -> Result<Promise<'js>> {
    let file = this.0.borrow();
    let object = Object::new(ctx.clone())?;
    let name = Path::new(&file.path).file_name().unwrap_or_default().to_string_lossy();
    object.set("name", name.as_ref())?;
    object.set("size", file.bytes().len())?;
    settled(&ctx, Ok(object.into_value()))
}
