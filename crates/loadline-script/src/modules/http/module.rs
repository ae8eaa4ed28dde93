//! The module as scripts see it.

use std::rc::Rc;

use rquickjs::function::{Opt, Rest};
use rquickjs::{Class, Ctx, Object, Promise, Result, Value};

use super::batch::batch;
use super::callback::{self, expected_statuses};
use super::client::Client;
use super::file::file;
use super::jar::{self, CookieJar};
use super::request::{self, Method, Outgoing};
use super::response;
use super::send::{Answer, refused, send, told};
use super::template;
use crate::engine::{function, throw};
use crate::modules::{Builtin, Member, Support, input};
use crate::script::{LogLevel, LogSource};
use crate::vu::Vu;

/// `k6/http`.
pub(crate) struct Http;

const NO_OCSP: Support =
    Support::Partly("nothing is asked of certificate authorities: always unknown");

/// Texts that scripts compare with.
const CONSTANTS: [(&str, &str); 18] = [
    ("TLS_1_0", "tls1.0"),
    ("TLS_1_1", "tls1.1"),
    ("TLS_1_2", "tls1.2"),
    ("TLS_1_3", "tls1.3"),
    ("OCSP_STATUS_GOOD", "good"),
    ("OCSP_STATUS_REVOKED", "revoked"),
    ("OCSP_STATUS_SERVER_FAILED", "server_failed"),
    ("OCSP_STATUS_UNKNOWN", "unknown"),
    ("OCSP_REASON_UNSPECIFIED", "unspecified"),
    ("OCSP_REASON_KEY_COMPROMISE", "key_compromise"),
    ("OCSP_REASON_CA_COMPROMISE", "ca_compromise"),
    ("OCSP_REASON_AFFILIATION_CHANGED", "affiliation_changed"),
    ("OCSP_REASON_SUPERSEDED", "superseded"),
    ("OCSP_REASON_CESSATION_OF_OPERATION", "cessation_of_operation"),
    ("OCSP_REASON_CERTIFICATE_HOLD", "certificate_hold"),
    ("OCSP_REASON_REMOVE_FROM_CRL", "remove_from_crl"),
    ("OCSP_REASON_PRIVILEGE_WITHDRAWN", "privilege_withdrawn"),
    ("OCSP_REASON_AA_COMPROMISE", "aa_compromise"),
];

impl Builtin for Http {
    const NAME: &'static str = "k6/http";
    const MEMBERS: &'static [Member] = &[
        Member::full("get"),
        Member::full("head"),
        Member::full("post"),
        Member::full("put"),
        Member::full("patch"),
        Member::full("del"),
        Member::full("options"),
        Member::full("request"),
        Member::full("asyncRequest"),
        Member::full("batch"),
        Member::full("file"),
        Member::full("url"),
        Member::full("cookieJar"),
        Member::full("CookieJar"),
        Member::full("expectedStatuses"),
        Member::full("setResponseCallback"),
        Member::full("TLS_1_0"),
        Member::full("TLS_1_1"),
        Member::full("TLS_1_2"),
        Member::full("TLS_1_3"),
        Member { name: "OCSP_STATUS_GOOD", support: NO_OCSP },
        Member { name: "OCSP_STATUS_REVOKED", support: NO_OCSP },
        Member { name: "OCSP_STATUS_SERVER_FAILED", support: NO_OCSP },
        Member { name: "OCSP_STATUS_UNKNOWN", support: NO_OCSP },
        Member { name: "OCSP_REASON_UNSPECIFIED", support: NO_OCSP },
        Member { name: "OCSP_REASON_KEY_COMPROMISE", support: NO_OCSP },
        Member { name: "OCSP_REASON_CA_COMPROMISE", support: NO_OCSP },
        Member { name: "OCSP_REASON_AFFILIATION_CHANGED", support: NO_OCSP },
        Member { name: "OCSP_REASON_SUPERSEDED", support: NO_OCSP },
        Member { name: "OCSP_REASON_CESSATION_OF_OPERATION", support: NO_OCSP },
        Member { name: "OCSP_REASON_CERTIFICATE_HOLD", support: NO_OCSP },
        Member { name: "OCSP_REASON_REMOVE_FROM_CRL", support: NO_OCSP },
        Member { name: "OCSP_REASON_PRIVILEGE_WITHDRAWN", support: NO_OCSP },
        Member { name: "OCSP_REASON_AA_COMPROMISE", support: NO_OCSP },
        Member::full("Response.json"),
        Member::full("Response.html"),
        Member::full("Response.submitForm"),
        Member::full("Response.clickLink"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        for (name, method) in [("get", "GET"), ("head", "HEAD")] {
            let verb = move |ctx: Ctx<'js>, url: Value<'js>, params: Opt<Value<'js>>| {
                ask(&ctx, Method::Usual(method), url, None, params.0.as_ref())
            };
            object.set(name, function(ctx, name, verb)?)?;
        }
        for (name, method) in [
            ("post", "POST"),
            ("put", "PUT"),
            ("patch", "PATCH"),
            ("del", "DELETE"),
            ("options", "OPTIONS"),
        ] {
            let verb = move |ctx: Ctx<'js>,
                             url: Value<'js>,
                             body: Opt<Value<'js>>,
                             params: Opt<Value<'js>>| {
                ask(&ctx, Method::Usual(method), url, body.0.as_ref(), params.0.as_ref())
            };
            object.set(name, function(ctx, name, verb)?)?;
        }
        object.set("request", function(ctx, "request", request)?)?;
        object.set("asyncRequest", function(ctx, "asyncRequest", async_request)?)?;
        object.set("batch", function(ctx, "batch", batch)?)?;
        object.set("file", function(ctx, "file", file)?)?;
        object.set("url", function(ctx, "url", template::url)?)?;
        object.set("cookieJar", function(ctx, "cookieJar", jar::own)?)?;
        object.set("CookieJar", Class::<CookieJar>::create_constructor(ctx)?)?;
        object.set("expectedStatuses", function(ctx, "expectedStatuses", expected_statuses)?)?;
        let set = function(ctx, "setResponseCallback", set_response_callback)?;
        object.set("setResponseCallback", set)?;
        CONSTANTS.into_iter().try_for_each(|(name, text)| object.set(name, text))?;
        Ok(object)
    }
}

/// Sends a request and waits for its answer.
pub(super) fn ask<'js>(
    ctx: &Ctx<'js>,
    method: Method,
    url: Value<'js>,
    body: Option<&Value<'js>>,
    params: Option<&Value<'js>>,
) -> Result<Value<'js>> {
    let vu = Vu::current();
    vu.past_init(ctx, "Making http requests in the init context is not supported")?;
    let client = Client::of(&vu);
    let outgoing = match request::read(ctx, &vu, &client, method, url, body, params)? {
        Ok(outgoing) => outgoing,
        Err(unsendable) => {
            let throws = unsendable.params.throws;
            return shown(ctx, &vu, refused(&vu, unsendable), throws);
        }
    };
    let mut transport = client.take_transport(&vu);
    let answer = vu.wait(ctx, send(&vu, &client, &mut transport, &outgoing))?;
    client.give_back(&vu, transport);
    shown(ctx, &vu, answer, outgoing.params.throws)
}

/// The answer as the script gets it; a failure is thrown where it asked for that, else told.
pub(super) fn shown<'js>(
    ctx: &Ctx<'js>,
    vu: &Vu,
    answer: Box<Answer>,
    throws: bool,
) -> Result<Value<'js>> {
    if let Some(fault) = &answer.fault {
        if throws {
            return Err(throw(ctx, &told(&answer, fault)));
        }
        vu.code.host.log(LogLevel::Warning, &told(&answer, fault), LogSource::Request);
    }
    response::object(ctx, answer)
}

fn request<'js>(
    ctx: Ctx<'js>,
    method: Value<'js>,
    url: Value<'js>,
    body: Opt<Value<'js>>,
    params: Opt<Value<'js>>,
) -> Result<Value<'js>> {
    let method = Method::named(&input::coerced_text(&ctx, method)?);
    ask(&ctx, method, url, body.0.as_ref(), params.0.as_ref())
}

/// Sends a request and gives a promise of its answer.
pub(crate) fn async_request<'js>(
    ctx: Ctx<'js>,
    method: Value<'js>,
    url: Value<'js>,
    body: Opt<Value<'js>>,
    params: Opt<Value<'js>>,
) -> Result<Promise<'js>> {
    let vu = Vu::current();
    vu.past_init(&ctx, "Making http requests in the init context is not supported")?;
    let client = Client::of(&vu);
    let method = Method::named(&input::coerced_text(&ctx, method)?);
    let read = request::read(&ctx, &vu, &client, method, url, body.0.as_ref(), params.0.as_ref())?;
    let own = vu.clone();
    let sending = async move {
        match read {
            Ok(outgoing) => {
                let throws = outgoing.params.throws;
                (own.clone(), answer(&own, &client, &outgoing).await, throws)
            }
            Err(unsendable) => {
                let throws = unsendable.params.throws;
                (own.clone(), refused(&own, unsendable), throws)
            }
        }
    };
    vu.promise(&ctx, sending, |ctx, (vu, answer, throws)| shown(ctx, &vu, answer, throws))
}

/// Sends a request with a transport of the user's.
pub(super) async fn answer(vu: &Rc<Vu>, client: &Client, outgoing: &Outgoing) -> Box<Answer> {
    let mut transport = client.take_transport(vu);
    let answer = send(vu, client, &mut transport, outgoing).await;
    client.give_back(vu, transport);
    answer
}

fn set_response_callback<'js>(ctx: Ctx<'js>, callback: Rest<Value<'js>>) -> Result<()> {
    let [callback] = &callback.0[..] else {
        return Err(throw(&ctx, "setResponseCallback needs exactly one argument"));
    };
    let expected = callback::read(&ctx, callback)?;
    *Client::of(&Vu::current()).callback.0.borrow_mut() = expected;
    Ok(())
}
