//! Properties that look beyond the element's own attributes: forms, options, tables.

use rquickjs::{Ctx, IntoJs, Result, Value};

use super::object::Element;
use super::property::{Read, whole};
use crate::modules::html::document::{NodeId, ROOT};
use crate::modules::html::form::FormValue;

type Js<'js> = Result<Value<'js>>;

/// What lies in `root` with one of these tags.
fn inside<'a>(
    this: &'a Element,
    root: NodeId,
    tags: &'a [&str],
) -> impl Iterator<Item = NodeId> + 'a {
    this.document.descendants(root).filter(|&node| tags.contains(&this.document.tag(node)))
}

/// The innermost element around this one with one of these tags.
fn around(this: &Element, tags: &[&str]) -> Option<NodeId> {
    this.document.ancestors(this.node).find(|&outer| tags.contains(&this.document.tag(outer)))
}

pub(super) fn nothing<'js>(ctx: &Ctx<'js>, _: &Element) -> Js<'js> {
    Ok(Value::new_undefined(ctx.clone()))
}

pub(super) fn text<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.document.text(this.node).into_js(ctx)
}

pub(super) fn value_or_html<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.document.value_or_html(this.node).into_js(ctx)
}

pub(super) fn value_length<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.attribute("value").unwrap_or_default().len().into_js(ctx)
}

pub(super) fn rel_list<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let words = this.attribute("rel").map(|rel| rel.split(' ').collect::<Vec<_>>());
    words.unwrap_or_default().into_js(ctx)
}

pub(super) fn text_tracks<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, inside(this, this.node, &["track"]))
}

pub(super) fn form<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.maybe(ctx, this.document.form_of(this.node))
}

/// The element's attribute where it is there, else that of its form.
fn of_form<'js>(ctx: &Ctx<'js>, this: &Element, own: Read, forms: Read, name: &str) -> Js<'js> {
    match this.document.form_of(this.node).filter(|_| this.attribute(name).is_none()) {
        Some(node) => {
            let (document, url) = (this.document.clone(), this.url.clone());
            forms.value(ctx, &Element { document, node, url })
        }
        None => own.value(ctx, this),
    }
}

pub(super) fn form_action<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    of_form(ctx, this, Read::Url("formaction"), Read::Url("action"), "formaction")
}

const ENCODINGS: &[&str] =
    &["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

pub(super) fn form_encoding<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let own = Read::OneOf("formenctype", ENCODINGS);
    of_form(ctx, this, own, Read::OneOf("enctype", ENCODINGS), "formenctype")
}

pub(super) fn form_method<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let own = Read::Own(|ctx, this| method(ctx, this, "formmethod"));
    of_form(ctx, this, own, Read::Own(|ctx, this| method(ctx, this, "method")), "formmethod")
}

fn method<'js>(ctx: &Ctx<'js>, this: &Element, name: &str) -> Js<'js> {
    let is_post = this.attribute(name).is_some_and(|text| text.eq_ignore_ascii_case("post"));
    (if is_post { "post" } else { "get" }).into_js(ctx)
}

pub(super) fn form_no_validate<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let own = Read::Flag("formnovalidate");
    of_form(ctx, this, own, Read::Flag("novalidate"), "formnovalidate")
}

pub(super) fn form_target<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    of_form(ctx, this, Read::Text("formtarget"), Read::Text("target"), "formtarget")
}

pub(super) fn labels<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let document = &this.document;
    let around = document.ancestors(this.node).filter(|&outer| document.tag(outer) == "label");
    let id = this.attribute("id");
    let pointing = inside(this, ROOT, &["label"])
        .filter(|&label| id.is_some() && document.attribute(label, "for") == id);
    this.all(ctx, around.chain(pointing))
}

pub(super) fn control<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.maybe(ctx, this.attribute("for").and_then(|id| this.document.by_id(id)))
}

pub(super) fn list<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let list = this.attribute("list").and_then(|id| this.document.by_id(id));
    this.maybe(ctx, list.filter(|&list| this.document.tag(list) == "datalist"))
}

const CONTROLS: &[&str] = &["input", "select", "button", "textarea", "fieldset"];

pub(super) fn form_elements<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, inside(this, this.node, CONTROLS))
}

pub(super) fn form_length<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    inside(this, this.node, CONTROLS).count().into_js(ctx)
}

pub(super) fn fieldset_elements<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, inside(this, this.node, &CONTROLS[..4]))
}

pub(super) fn options<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, inside(this, this.node, &["option"]))
}

pub(super) fn options_length<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    inside(this, this.node, &["option"]).count().into_js(ctx)
}

pub(super) fn selected_options<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, this.document.chosen(this.node))
}

pub(super) fn selected_index<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let mut options = inside(this, this.node, &["option"]);
    let chosen = options.position(|option| this.document.attribute(option, "selected").is_some());
    chosen.map_or(-1, |place| i32::try_from(place).unwrap_or(i32::MAX)).into_js(ctx)
}

pub(super) fn select_size<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    (if this.attribute("multiple").is_some() { 4 } else { 1 }).into_js(ctx)
}

pub(super) fn select_type<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let several = this.attribute("multiple").is_some();
    (if several { "select-multiple" } else { "select" }).into_js(ctx)
}

pub(super) fn select_value<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    match this.document.control_value(this.node) {
        Some(FormValue::One(value)) => value.into_js(ctx),
        Some(FormValue::Several(values)) => {
            values.into_iter().next().unwrap_or_default().into_js(ctx)
        }
        _ => "".into_js(ctx),
    }
}

pub(super) fn option_disabled<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let group = around(this, &["optgroup"]);
    let of_group = group.and_then(|group| this.document.attribute(group, "disabled"));
    (this.attribute("disabled").or(of_group)).is_some().into_js(ctx)
}

pub(super) fn option_index<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let list = around(this, &["select", "datalist"]);
    list.map_or(0, |list| place_in(this, list, "option")).into_js(ctx)
}

/// Where this element stands among all with its tag in `root`.
fn place_in(this: &Element, root: NodeId, tag: &str) -> usize {
    inside(this, root, &[tag]).position(|other| other == this.node).unwrap_or_default()
}

pub(super) fn option_label<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    match this.attribute("label") {
        Some(label) => label.into_js(ctx),
        None => text(ctx, this),
    }
}

pub(super) fn areas<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, inside(this, this.node, &["area"]))
}

pub(super) fn images<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    // As under k6: those that name the map by its `id`.
    let map = this.attribute("id").map(|id| format!("#{id}"));
    let users = inside(this, ROOT, &["img", "object"]);
    let uses =
        |user: &_| map.is_some() && this.document.attribute(*user, "usemap") == map.as_deref();
    this.all(ctx, users.filter(uses))
}

fn progress(this: &Element) -> (f64, Option<f64>) {
    let number = |name| this.attribute(name).and_then(|text| text.parse::<f64>().ok());
    let max = number("max").filter(|max| *max >= 0.0).unwrap_or(1.0);
    (max, number("value").filter(|value| *value >= 0.0).map(|value| value / max))
}

pub(super) fn progress_max<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    progress(this).0.into_js(ctx)
}

pub(super) fn progress_position<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    progress(this).1.unwrap_or(-1.0).into_js(ctx)
}

pub(super) fn progress_value<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    progress(this).1.unwrap_or(0.0).into_js(ctx)
}

pub(super) fn span<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    whole(this, "span").filter(|span| *span >= 1).unwrap_or(1).into_js(ctx)
}

pub(super) fn caption<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.maybe(ctx, inside(this, this.node, &["caption"]).next())
}

pub(super) fn head<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.maybe(ctx, inside(this, this.node, &["thead"]).next())
}

pub(super) fn foot<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.maybe(ctx, inside(this, this.node, &["tfoot"]).next())
}

pub(super) fn bodies<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, inside(this, this.node, &["tbody"]))
}

pub(super) fn rows<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, inside(this, this.node, &["tr"]))
}

pub(super) fn cells<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    this.all(ctx, inside(this, this.node, &["td", "th"]))
}

pub(super) fn cell_index<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let before = this.document.preceding(this.node);
    before.filter(|&other| this.document.is_element(other)).count().into_js(ctx)
}

pub(super) fn row_index<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    around(this, &["table"]).map_or(0, |table| place_in(this, table, "tr")).into_js(ctx)
}

pub(super) fn section_row_index<'js>(ctx: &Ctx<'js>, this: &Element) -> Js<'js> {
    let section = around(this, &["tbody", "thead", "tfoot"]);
    section.map_or(0, |section| place_in(this, section, "tr")).into_js(ctx)
}
