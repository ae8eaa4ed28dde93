//! `k6/experimental/csv`: delimited text as one array that all users share, or record by record.

use std::cell::RefCell;

use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, Opt, This};
use rquickjs::{Class, Ctx, IntoJs, JsLifetime, Object, Promise, Result, Value};
use serde_json::Value as Json;

use super::fs::File;
use super::records::Records;
use super::settled::settled;
use crate::engine::{function, throw};
use crate::modules::data::{Elements, SharedArray};
use crate::modules::{Builtin, Member, input};
use crate::vu::{Phase, Vu};

/// The module.
pub(crate) struct Csv;

impl Builtin for Csv {
    const NAME: &'static str = "k6/experimental/csv";
    const MEMBERS: &'static [Member] =
        &[Member::full("Parser"), Member::full("parse"), Member::full("Parser.next")];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let exports = Object::new(ctx.clone())?;
        let constructor = Constructor::new_class::<Parser<'js>, _, _>(ctx.clone(), new_parser)?;
        exports.set("Parser", constructor)?;
        exports.set("parse", function(ctx, "parse", parse)?)?;
        Ok(exports)
    }
}

/// How a text is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Options {
    delimiter: char,
    skip_first: bool,
    from: u64,
    to: Option<u64>,
    as_objects: bool,
}

/// Records with what the options make of them.
struct Reader {
    records: Records,
    options: Options,
    /// The number of the next record.
    number: u64,
    /// The names of the fields.
    header: Option<Vec<String>>,
}

impl Reader {
    fn new(options: Options, at: usize) -> Self {
        Self { records: Records::new(options.delimiter, at), options, number: 0, header: None }
    }

    /// The next row; none at the end.
    fn next(&mut self, text: &[u8]) -> std::result::Result<Option<Json>, String> {
        loop {
            let number = self.number;
            if self.options.to.is_some_and(|to| number > to) {
                return Ok(None);
            }
            let read = self.records.next(text);
            let record = read.map_err(|error| format!("failed to read record; reason: {error}"))?;
            let Some(record) = record else { return Ok(None) };
            self.number += 1;
            if self.options.as_objects && self.header.is_none() {
                self.header = Some(record);
            } else if number >= self.options.from && !(self.options.skip_first && number == 0) {
                return Ok(Some(match &self.header {
                    Some(header) => {
                        header.iter().cloned().zip(record.into_iter().map(Json::from)).collect()
                    }
                    None => record.into(),
                }));
            }
        }
    }
}

/// The file in a script's value.
fn file_of<'js>(ctx: &Ctx<'js>, value: Option<&Value<'js>>) -> Result<Class<'js, File>> {
    let class = value.and_then(Value::as_object).and_then(Class::from_object);
    class.ok_or_else(|| {
        let kind = value.map_or("<nil>", input::kind);
        throw(ctx, &format!("first argument expected to be a fs.File instance, got {kind} instead"))
    })
}

fn options_of<'js>(ctx: &Ctx<'js>, value: Option<&Value<'js>>) -> Result<Options> {
    let mut options =
        Options { delimiter: ',', skip_first: false, from: 0, to: None, as_objects: false };
    let Some(object) = value.and_then(Value::as_object) else { return Ok(options) };
    let misread = |reason: &str| {
        throw(ctx, &format!("failed to interpret the provided Parser options; reason: {reason}"))
    };
    let refused =
        |reason: &str| throw(ctx, &format!("failed to create a new parser; reason: {reason}"));
    if let Some(text) = object.get::<_, Option<String>>("delimiter")? {
        let mut characters = text.chars();
        options.delimiter = match (characters.next(), characters.next()) {
            (Some(one), None) if !matches!(one, '"' | '\n' | '\r') => one,
            _ => return Err(misread("delimiter must be a single character")),
        };
    }
    options.skip_first = object.get::<_, Option<bool>>("skipFirstLine")?.unwrap_or_default();
    options.as_objects = object.get::<_, Option<bool>>("asObjects")?.unwrap_or_default();
    let line = |name: &str| {
        let Some(number) = object.get::<_, Option<f64>>(name)? else { return Ok(None) };
        if number < 0.0 {
            let reason =
                format!("the '{name}' option must be greater than or equal to 0; got {number}");
            return Err(refused(&reason));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is not negative, and saturates"
        )]
        Ok(Some(number as u64))
    };
    options.from = line("fromLine")?.unwrap_or_default();
    options.to = line("toLine")?;
    if options.to.is_some_and(|to| options.from > to) {
        return Err(misread("fromLine must be less than or equal to toLine"));
    }
    if options.as_objects && options.skip_first {
        return Err(refused("the 'header' option cannot be enabled when 'skipFirstLine' is true"));
    }
    if options.as_objects && options.from > 0 {
        return Err(refused(
            "the 'header' option cannot be enabled when 'fromLine' is set to a value greater than 0",
        ));
    }
    Ok(options)
}

fn parse<'js>(
    ctx: Ctx<'js>,
    file: Opt<Value<'js>>,
    options: Opt<Value<'js>>,
) -> Result<Promise<'js>> {
    let parsed = parsed(&ctx, file.0.as_ref(), options.0.as_ref());
    settled(&ctx, parsed)
}

fn parsed<'js>(
    ctx: &Ctx<'js>,
    file: Option<&Value<'js>>,
    options: Option<&Value<'js>>,
) -> Result<Value<'js>> {
    let class = file_of(ctx, file)?;
    let file = class.borrow();
    let options = options_of(ctx, options)?;
    let at = file.position();
    // The same part of the same file read the same way is one array for all users.
    let key = format!("{}\n{at}\n{options:?}", file.path);
    let elements = Vu::current().code.shared(&key, || {
        let mut reader = Reader::new(options, at);
        let mut rows = Vec::new();
        while let Some(row) = reader.next(file.bytes())? {
            rows.push(row.to_string().into_boxed_str());
        }
        Ok(Elements(rows))
    });
    let elements = elements.map_err(|message: String| throw(ctx, &message))?;
    file.set_position(file.bytes().len());
    Ok(Class::instance(ctx.clone(), SharedArray(elements))?.into_value())
}

/// A script's parser: its file and how far that is read.
struct Parser<'js> {
    file: Class<'js, File>,
    reader: RefCell<Reader>,
}

impl<'js> Trace<'js> for Parser<'js> {
    fn trace<'a>(&self, tracer: Tracer<'a, 'js>) {
        self.file.trace(tracer);
    }
}

// SAFETY: the lifetime is that of the file's object alone.
#[expect(unsafe_code, reason = "rquickjs wants this said of every class")]
unsafe impl<'js> JsLifetime<'js> for Parser<'js> {
    type Changed<'to> = Parser<'to>;
}

impl<'js> JsClass<'js> for Parser<'js> {
    const NAME: &'static str = "Parser";
    type Mutable = Readable;

    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let prototype = Object::new(ctx.clone())?;
        prototype.set("next", function(ctx, "next", next)?)?;
        Ok(Some(prototype))
    }

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

fn new_parser<'js>(
    ctx: Ctx<'js>,
    file: Opt<Value<'js>>,
    options: Opt<Value<'js>>,
) -> Result<Class<'js, Parser<'js>>> {
    if Vu::current().phase() != Phase::Init {
        return Err(throw(&ctx, "csv Parser constructor must be called in the init context"));
    }
    let given = file.0.filter(|file| !file.is_undefined() && !file.is_null());
    let Some(given) = given else {
        let message = "csv Parser constructor takes at least one non-nil source argument";
        return Err(throw(&ctx, message));
    };
    let file = file_of(&ctx, Some(&given))?;
    let options = options_of(&ctx, options.0.as_ref())?;
    let reader = RefCell::new(Reader::new(options, file.borrow().position()));
    Class::instance(ctx, Parser { file, reader })
}

fn next<'js>(ctx: Ctx<'js>, this: This<Class<'js, Parser<'js>>>) -> Result<Promise<'js>> {
    let parser = this.0.borrow();
    let file = parser.file.borrow();
    let row = parser.reader.borrow_mut().next(file.bytes());
    let result = match row {
        Ok(row) => iteration(&ctx, row),
        Err(message) => Err(throw(&ctx, &message)),
    };
    settled(&ctx, result)
}

fn iteration<'js>(ctx: &Ctx<'js>, row: Option<Json>) -> Result<Value<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("done", row.is_none())?;
    let value = match row {
        Some(row) => ctx.json_parse(row.to_string())?,
        None => Vec::<String>::new().into_js(ctx)?,
    };
    object.set("value", value)?;
    Ok(object.into_value())
}
