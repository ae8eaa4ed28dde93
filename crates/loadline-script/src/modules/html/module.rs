//! The module as scripts see it, and what responses make of a page.

use std::rc::Rc;

use rquickjs::function::Opt;
use rquickjs::{Ctx, Object, Result, Value};

use super::document::Document;
use super::parse::parse;
use super::selection::{METHODS, object};
use super::set::{Criterion, Set};
use crate::engine::{function, throw};
use crate::modules::{Builtin, Member, input};

/// `k6/html`.
pub(crate) struct Html;

const MEMBERS: [Member; METHODS.len() + 2] = {
    let mut members = [Member::full("parseHTML"); METHODS.len() + 2];
    members[1] = Member::full("Element.*");
    let mut place = 0;
    while place < METHODS.len() {
        members[place + 2] = Member::full(METHODS[place].0);
        place += 1;
    }
    members
};

impl Builtin for Html {
    const NAME: &'static str = "k6/html";
    const MEMBERS: &'static [Member] = &MEMBERS;

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let exports = Object::new(ctx.clone())?;
        exports.set("parseHTML", function(ctx, "parseHTML", parse_html)?)?;
        Ok(exports)
    }
}

fn parse_html<'js>(ctx: Ctx<'js>, text: Opt<Value<'js>>) -> Result<Value<'js>> {
    let text = match text.0 {
        Some(value) => input::coerced_text(&ctx, value)?,
        None => String::new(),
    };
    let document = parse(&text).map_err(|error| throw(&ctx, &error.to_string()))?;
    object(&ctx, Set::whole(document, ""))
}

/// A script's selection of a page that came from `url`: all of it, or what `selector` finds.
pub(crate) fn selection<'js>(
    ctx: &Ctx<'js>,
    document: Rc<Document>,
    selector: Option<&str>,
    url: &str,
) -> Result<Value<'js>> {
    let whole = Set::whole(document, url);
    match selector {
        Some(selector) => object(ctx, whole.find(&Criterion::parse(selector))),
        None => object(ctx, whole),
    }
}
