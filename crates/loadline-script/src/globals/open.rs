//! `open()`: a file's content, at the script's top level only.

use std::sync::Arc;

use rquickjs::function::Opt;
use rquickjs::{ArrayBuffer, Ctx, Result, Value};

use crate::engine::{evaluated, function, throw};
use crate::vu::{Phase, Vu};

/// A file that `open` read: once for the whole process.
struct OpenedFile(Vec<u8>);

/// The longest file.
const FILE_BYTES_MAX: u64 = 1 << 30;

/// Makes it.
pub(super) fn install(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    ctx.globals().set("open", function(ctx, "open", open)?)
}

fn open<'js>(ctx: Ctx<'js>, path: String, mode: Opt<String>) -> Result<Value<'js>> {
    let vu = Vu::current();
    if vu.phase() != Phase::Init {
        let message = "The \"open()\" function is only available in the init stage (i.e. the global scope), see https://grafana.com/docs/k6/latest/using-k6/test-lifecycle for more information";
        return Err(throw(&ctx, message));
    }
    if path.is_empty() {
        return Err(throw(&ctx, "open() can't be used with an empty filename"));
    }
    let file = read(&vu, &evaluated(&ctx), &path).map_err(|message| throw(&ctx, &message))?;
    if mode.0.as_deref() == Some("b") {
        return Ok(ArrayBuffer::new_copy(ctx, &*file.0)?.into_value());
    }
    let text = String::from_utf8_lossy(&file.0);
    Ok(rquickjs::String::from_str(ctx, &text)?.into_value())
}

fn read(vu: &Vu, from: &str, path: &str) -> std::result::Result<Arc<OpenedFile>, String> {
    let full = vu.code.program.open_path(from, path)?;
    let wrong = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            format!("The moduleSpecifier \"{}\" couldn't be found on local disk.", full.display())
        }
        _ => format!("cannot read {}: {error}", full.display()),
    };
    vu.code.shared(&full.to_string_lossy(), || {
        let length = std::fs::metadata(&full).map_err(wrong)?.len();
        if length > FILE_BYTES_MAX {
            return Err(format!("{} is longer than {FILE_BYTES_MAX} bytes", full.display()));
        }
        std::fs::read(&full).map(OpenedFile).map_err(wrong)
    })
}
