//! From text to a tree.

use super::check;

#[test]
fn broken_pages_are_mended_as_browsers_do() {
    check(
        r#"parseHTML('').html() => "<html><head></head><body></body></html>"
        parseHTML('<p>a<p>b').find('p').size() => 2
        parseHTML('<b><i>x</b>y</i>').find('body').html() => "<b><i>x</i></b><i>y</i>"
        parseHTML('<b><p>x</b>y</p>').find('body').html() => "<b></b><p><b>x</b>y</p>"
        parseHTML('<tr><td>x').find('body').html() => "x"
        parseHTML('<table><div>x</div><tr><td>y').find('body').html() => "<div>x</div><table><tbody><tr><td>y</td></tr></tbody></table>"
        parseHTML('a\u0000b').text() => "ab"
        parseHTML(12).text() => "12"
        parseHTML('<template><p>x</p></template>').find('template').children() => p
        parseHTML('<div>a<![CDATA[y]]></div><?php x ?>').find('body').html() => "<div>a<!--[CDATA[y]]--></div><!--?php x ?-->""#,
    );
}

#[test]
fn html_is_written_as_under_k6() {
    check(
        r#"parseHTML('<a href="x"y=1 b="\'<>">&lt;&quot;"</a>').find('body').html() => "<a href=\"x\" y=\"1\" b=\"&#39;&lt;&gt;\">&lt;&#34;&#34;</a>"
        parseHTML('<script>if(a<b){}&amp;</script>').find('head').html() => "<script>if(a<b){}&amp;</script>"
        parseHTML('<img><br/><input>').find('body').html() => "<img/><br/><input/>"
        parseHTML('<pre>\n\nx</pre>').find('body').html() => "<pre>\n\nx</pre>"
        parseHTML('<!DOCTYPE html><!--c--><p>').html() => "<!DOCTYPE html><!--c--><html><head></head><body><p></p></body></html>"
        parseHTML('<!doctype html SYSTEM "about:legacy-compat">').html().slice(0, 44) => "<!DOCTYPE html SYSTEM \"about:legacy-compat\">"
        parseHTML('<svg><style>a>b</style></svg>').find('body').html() => "<svg><style>a&gt;b</style></svg>"
        d.find('#p1').html() => "one <b>bold</b>"
        d.find('nope').html() => """#,
    );
}
