//! Globals on a bare runtime.

use rquickjs::Ctx;

use super::{base64, fetch, performance, scripted, text};
use crate::modules::testing::evaluate_with;

#[track_caller]
fn check(script: &str, expected: &str) {
    let install = |ctx: &Ctx<'_>| {
        base64::define(ctx)?;
        fetch::define(ctx)?;
        performance::define(ctx)?;
        text::define(ctx)?;
        scripted::evaluate(ctx, include_str!("../js/url.js"))?;
        scripted::evaluate(ctx, include_str!("../js/events.js"))?;
        scripted::evaluate(ctx, include_str!("../js/microtask.js"))?;
        scripted::evaluate(ctx, include_str!("../js/clone.js"))
    };
    assert_eq!(evaluate_with(install, script), expected, "{script}");
}

#[test]
fn text_is_encoded_as_utf_8() {
    check("new TextEncoder().encode('hé€😀').join()", "104,195,169,226,130,172,240,159,152,128");
    check("new TextEncoder().encode('a\\ud800b').join()", "97,239,191,189,98");
    check("new TextEncoder().encode().length", "0");
    check("new TextEncoder().encoding", "utf-8");
}

#[test]
fn text_is_decoded_whole_and_in_pieces() {
    let bytes = |list: &str| format!("new Uint8Array([{list}])");
    check(&format!("new TextDecoder().decode({})", bytes("239,187,191,104,195,169")), "hé");
    check(&format!("new TextDecoder().decode({}.subarray(1))", bytes("104,105")), "i");
    check(&format!("new TextDecoder().decode(new DataView({}.buffer, 1))", bytes("104,105")), "i");
    check(&format!("new TextDecoder().decode({})", bytes("255,65")), "\u{FFFD}A");
    check("new TextDecoder().decode()", "");
    check("new TextDecoder().decode('x')", "thrown: decode takes an ArrayBuffer or a view of one");
    check(
        "const d = new TextDecoder(); const p = (b, stream) => d.decode(new Uint8Array(b), {stream});
         p([0xe2, 0x82], true) + '|' + p([0xac], true) + '|' + p([0xe2], true) + '|' + p([], false)",
        "|€||\u{FFFD}",
    );
    check(
        &format!("new TextDecoder('utf-8', {{fatal: true}}).decode({})", bytes("255")),
        "thrown: the bytes are not valid in the decoder's encoding",
    );
    check(&format!("new TextDecoder('utf-16le').decode({})", bytes("65,0,66,0")), "AB");
    check(
        "new TextDecoder('bogus')",
        "thrown: the encoding \"bogus\" is not one of utf-8, utf-16le, utf-16be",
    );
}

#[test]
fn addresses_are_parsed_and_changed() {
    check(
        "new URL('../x?y=1 2#z', 'http://u:p@H.com:80/a/b/').href",
        "http://u:p@h.com/a/x?y=1%202#z",
    );
    check("new URL('http://[::ffff:1.2.3.4]/').host", "[::ffff:102:304]");
    check("new URL('http://münchen.de').hostname", "xn--mnchen-3ya.de");
    check("new URL('mailto:a@b c').pathname", "a@b c");
    check("new URL('nope')", "thrown: Invalid URL: nope");
    check("URL.canParse('http://a:99999')", "false");
    check(
        "const u = new URL('http://a/b?x=1'); u.searchParams.append('z', 'é &'); u.port = 81; u.href",
        "http://a:81/b?x=1&z=%C3%A9+%26",
    );
    check("String(new URLSearchParams({b: 1, a: '~ '}))", "b=1&a=%7E+");
    check("[...new URLSearchParams('?a=1&a=2&b')].join('|')", "a,1|a,2|b,");
}

#[test]
fn events_reach_their_listeners_and_signals_abort() {
    check(
        "const log = []; const t = new EventTarget();
         t.addEventListener('x', e => log.push(e.type), {once: true});
         t.dispatchEvent(new Event('x')); t.dispatchEvent(new Event('x'));
         const c = new AbortController(); c.signal.onabort = () => log.push('abort');
         const any = AbortSignal.any([c.signal]); c.abort(); c.abort();
         log.push(any.aborted, any.reason.name); log.join()",
        "x,abort,true,AbortError",
    );
}

#[test]
fn base64_of_bytes_in_strings_goes_both_ways() {
    check("btoa('héllo')", "aOlsbG8=");
    check("atob(' aOlsbG8 ')", "héllo");
    check("btoa('€')", "thrown: The string holds characters beyond one byte.");
    check("atob('a')", "thrown: The string to be decoded is not correctly encoded.");
}

#[test]
fn values_are_cloned_with_their_cycles() {
    check(
        "const o = {d: new Date(5), m: new Map([[1, [2]]])}; o.self = o; const c = structuredClone(o);
         [c !== o, c.self === c, c.d.getTime(), c.m.get(1)[0]].join()",
        "true,true,5,2",
    );
    check("structuredClone(() => 1)", "thrown: () => 1 could not be cloned.");
    check(
        "let deep = {}; let c = deep; for (let i = 0; i < 100000; i++) c = c.a = {};
         typeof structuredClone(deep)",
        "object",
    );
}

#[test]
fn microtasks_and_the_clock_go_on() {
    check("performance.now() >= 0 && performance.timeOrigin > 1e12", "true");
    check("new Promise(done => queueMicrotask(() => done('later')))", "later");
}

#[test]
fn fetch_and_its_classes_are_made_when_they_are_touched() {
    check("[...new Headers({ B: ' 2 ', a: 1 })].join(';')", "a,1;b,2");
    check("Response.json({ a: 1 }).text()", "{\"a\":1}");
    check(
        "new Response('\\ufeffh\\u00e9').bytes().then((v) => v.join())",
        "239,187,191,104,195,169",
    );
    check("new Response(new Uint8Array([239, 187, 191, 104])).text()", "h");
    check("new Request('http://h/', { method: 'put', body: 'x' }).clone().method", "PUT");
    check("new Request('/own')", "thrown: Failed to parse URL from /own");
    check("fetch('http://h/', { body: 'x' })", "thrown: a request with method GET has no body");
    check("globalThis.fetch = 1; new Headers(); fetch", "1");
}
