//! Advice as one self-contained page. In comes a check; out goes HTML in which nothing of the server's is markup.

use loadline_postgres::rules::{Advice, Check};

const STYLE: &str = "\
body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}\
article{border-left:4px solid #999;padding:.2em 1em;margin:1.5em 0}\
.critical{border-color:#a00}.warning{border-color:#d55}.advice{border-color:#d90}\
h2{font-size:1.1em;margin:.3em 0}dt{color:#666;float:left;width:6em}dd{margin-left:6em}\
pre{background:#f4f4f4;padding:.6em;overflow:auto}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{background:#252525}dt{color:#999}}";

/// The whole page.
pub(super) fn page(check: &Check, head: &str, counted: &str) -> String {
    let articles: String = check.advice.iter().map(article).collect();
    let hidden: String = check
        .hidden
        .iter()
        .map(|hidden| {
            format!(
                "<li>{}; shown by <code>{}</code></li>\n",
                safe(&hidden.what),
                safe(&hidden.remedy)
            )
        })
        .collect();
    let hidden = if hidden.is_empty() {
        hidden
    } else {
        format!("<h2>Not seen</h2>\n<ul>\n{hidden}</ul>\n")
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n<style>{STYLE}</style>\n\
         <h1>{0}</h1>\n<p>{1}</p>\n{articles}{hidden}</html>\n",
        safe(counted),
        safe(head),
    )
}

fn article(advice: &Advice) -> String {
    let statement = advice
        .statement
        .as_ref()
        .map_or(String::new(), |statement| format!("<pre>{}</pre>\n", safe(statement)));
    format!(
        "<article class=\"{0}\">\n<h2>{0}: {1} {2}</h2>\n<dl>\n<dt>evidence</dt><dd>{3}</dd>\n\
         <dt>next</dt><dd>{4}</dd>\n<dt>gain</dt><dd>{5}</dd>\n<dt>rule</dt><dd>{6}</dd>\n</dl>\n{statement}</article>\n",
        advice.severity,
        safe(&advice.subject),
        safe(&advice.symptom),
        safe(&advice.evidence),
        safe(&advice.next_step),
        safe(&advice.gain.words),
        advice.rule,
    )
}

/// Text without markup.
fn safe(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
