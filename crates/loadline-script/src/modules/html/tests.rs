//! Pages, selected from and read.

mod bounds;
mod document;
mod elements;
mod forms;
mod selections;
mod selectors;

use super::Html;
use crate::modules::Builtin;
use crate::modules::testing::evaluate_with;

/// A page with a bit of everything.
const PAGE: &str = r#"<html><head><title>T</title></head><body>
<div id="top" class="c1 c2" data-num="12" data-some-name="x y" data-json='{"a":[1,2]}' data-yes="true" data-null="null" data-f="1.50" data-big="9007199254740993" data-empty="">
<p id="p1" lang="en">one <b>bold</b></p>text<!-- c --><p id="p2" class="q">two</p><p id="p3">three</p><ul id=u><li id=l1>1</li><li id=l2>2</li><li id=l3 class=z>3</li><li id=l4>4</li></ul></div>
<form id="f" action="/act?x=1" method="POST"><input name="a" value="1"><input name="b" type=checkbox checked><input name="k" type=checkbox checked=checked><select name="s"><option>o1<option value=o2v selected>o2</select><select name="m" multiple><option selected value=1>1<option selected>2<option>3</select><textarea name=t> text &amp; area </textarea><input type=submit name=sub value=go><button name=btn value=bv>B</button><input name=dis disabled value="d &amp;"><input value=noname><input name="a" value="second"><fieldset disabled><input name=infs value=1></fieldset></form>
</body></html>"#;

/// Evaluates `script` with `parseHTML`, the page as `d`, and `show`, which says what a value is.
fn run(script: &str) -> String {
    let page = serde_json::to_string(PAGE).unwrap();
    let prelude = format!(
        "const d = parseHTML({page});
         const name = e => e.id() || e.nodeName();
         const show = v => v === undefined ? 'undefined'
            : v && v.size && v.toArray ? Array.from({{length: v.size()}}, (_, i) => name(v.get(i))).join()
            : v && v.nodeName ? name(v)
            : Array.isArray(v) ? '[' + v.map(show).join(';') + ']' : JSON.stringify(v);"
    );
    let install = |ctx: &rquickjs::Ctx<'_>| {
        let html = Html::build(ctx)?;
        ctx.globals().set("parseHTML", html.get::<_, rquickjs::Value<'_>>("parseHTML")?)
    };
    evaluate_with(install, &format!("{prelude}\nshow({script})"))
}

/// Each line reads `script => what it shows`.
#[track_caller]
fn check(lines: &str) {
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (script, expected) = line.rsplit_once(" => ").expect("a script and what it shows");
        assert_eq!(run(script), expected.trim_start(), "{script}");
    }
}
