//! What a client does, as native functions: the classes over them are in `client.js`.

#![expect(
    clippy::needless_pass_by_value,
    reason = "native functions are handed values of their own"
)]

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use loadline_load::message::Fields;
use loadline_load::{Endpoint, NetworkError};
use prost_reflect::{DescriptorPool, MethodDescriptor};
use rquickjs::function::Opt;
use rquickjs::{Array, Ctx, Object, Promise, Result, Value};

use super::channel::{Channel, Target};
use super::descriptors::{Listed, Methods, listed, of_files, of_set};
use super::health;
use super::params::{CallParams, ConnectParams};
use super::reflect::{PATHS, reflect};
use super::status::OK;
use super::stream::{Talk, error_of};
use super::unary::{Answer, Ask, Measure, invoke};
use crate::engine::{caller, throw};
use crate::modules::opaque::{hide, seek};
use crate::vu::{Phase, Vu};

/// A client that a script holds.
#[derive(Default)]
pub(super) struct Client {
    methods: Methods,
    channel: RefCell<Option<Rc<Channel>>>,
}

/// Sets of descriptors that the users of a process share.
struct Loaded(DescriptorPool);

const NOT_CONNECTED: &str = "no gRPC connection, you must call connect first";

/// Makes a client.
pub(super) fn client<'js>(ctx: Ctx<'js>) -> Result<Value<'js>> {
    hide(&ctx, Rc::new(Client::default()))
}

fn held(ctx: &Ctx<'_>, value: &Value<'_>) -> Result<Rc<Client>> {
    seek(value).ok_or_else(|| throw(ctx, "not a gRPC client"))
}

/// Reads `.proto` files.
pub(super) fn load<'js>(
    ctx: Ctx<'js>,
    client: Value<'js>,
    folders: Vec<String>,
    files: Vec<String>,
) -> Result<Array<'js>> {
    let vu = in_init(&ctx, "load must be called in the init context")?;
    let base = folder_of_caller(&ctx);
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| at(&base, folder)).collect();
    if folders.is_empty() {
        folders.push(base);
    }
    let key = format!("{folders:?} {files:?}");
    // Waited for, so that parsers run on the thread's own stack.
    let read =
        vu.wait(&ctx, async { vu.code.shared(&key, || of_files(&folders, &files).map(Loaded)) })?;
    take(&ctx, &client, &read.map_err(|why| throw(&ctx, &why))?.0)
}

/// Reads a set of descriptors.
pub(super) fn load_set<'js>(ctx: Ctx<'js>, client: Value<'js>, path: String) -> Result<Array<'js>> {
    let vu = in_init(&ctx, "load must be called in the init context")?;
    let path = at(&folder_of_caller(&ctx), &path);
    let key = path.to_string_lossy().into_owned();
    let read = vu.wait(&ctx, async { vu.code.shared(&key, || of_set(&path).map(Loaded)) })?;
    take(&ctx, &client, &read.map_err(|why| throw(&ctx, &why))?.0)
}

fn in_init(ctx: &Ctx<'_>, message: &str) -> Result<Rc<Vu>> {
    let vu = Vu::current();
    if vu.phase() == Phase::Init { Ok(vu) } else { Err(throw(ctx, message)) }
}

fn folder_of_caller(ctx: &Ctx<'_>) -> PathBuf {
    let script = caller(ctx);
    let folder = std::path::Path::new(&script).parent().map(PathBuf::from);
    folder.unwrap_or_else(|| PathBuf::from("."))
}

fn at(base: &std::path::Path, path: &str) -> PathBuf {
    let joined = base.join(path.strip_prefix("file://").unwrap_or(path));
    // Without the dots, so that messages name the path as one would write it.
    joined.components().filter(|part| *part != std::path::Component::CurDir).collect()
}

/// Gives a client the methods of a set, and lists them.
fn take<'js>(ctx: &Ctx<'js>, client: &Value<'js>, pool: &DescriptorPool) -> Result<Array<'js>> {
    held(ctx, client)?.methods.add(pool.clone());
    let list = Array::new(ctx.clone())?;
    for (place, method) in listed(pool).into_iter().enumerate() {
        list.set(place, object_of(ctx, &method)?)?;
    }
    Ok(list)
}

fn object_of<'js>(ctx: &Ctx<'js>, method: &Listed) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("package", method.package.as_str())?;
    object.set("service", method.service.as_str())?;
    object.set("full_method", method.full_method.as_str())?;
    object.set("name", method.name.as_str())?;
    object.set("is_client_stream", method.is_client_stream)?;
    object.set("is_server_stream", method.is_server_stream)?;
    Ok(object)
}

/// Throws at the script's top level.
pub(super) fn may_connect(ctx: Ctx<'_>) -> Result<()> {
    let message = "connecting to a gRPC server in the init context is not supported";
    Vu::current().past_init(&ctx, message)
}

/// Opens a connection, and asks what the server offers where that is wanted.
pub(super) fn connect<'js>(
    ctx: Ctx<'js>,
    client: Value<'js>,
    address: String,
    params: ConnectParams,
) -> Result<bool> {
    let (vu, client) = (Vu::current(), held(&ctx, &client)?);
    let fail = |why: String| throw(&ctx, &why);
    let endpoint = endpoint_of(&address, !params.plaintext).map_err(fail)?;
    let network = match &params.tls {
        None => vu.worker().network.clone(),
        Some(tls) => {
            let made = vu.wait(&ctx, async { vu.worker().network.with_certificates(tls) })?;
            made.map_err(|error: NetworkError| throw(&ctx, &error.to_string()))?
        }
    };
    let target = Target {
        authority: params.authority.unwrap_or_else(|| address.clone()),
        address,
        endpoint,
        timeout: params.timeout,
        receive_bytes_max: params.receive_bytes_max,
        send_bytes_max: params.send_bytes_max,
        user_agent: user_agent(&vu),
    };
    client.channel.take();
    let channel = vu.wait(&ctx, Channel::open(network, target))?;
    let channel = Rc::new(channel.map_err(|why| throw(&ctx, &why))?);
    *client.channel.borrow_mut() = Some(channel.clone());
    if params.reflect {
        let call = CallParams { metadata: params.reflect_metadata, ..CallParams::default() };
        let asked = ask(&vu, channel, PATHS[0].to_owned(), call);
        let pool = vu.wait(&ctx, reflect(asked))?;
        client.methods.add(pool.map_err(|why| throw(&ctx, &why))?);
    }
    Ok(true)
}

fn user_agent(vu: &Vu) -> String {
    let own = vu.code.settings().options.user_agent.clone();
    own.unwrap_or_else(|| concat!("loadline/", env!("CARGO_PKG_VERSION")).to_owned())
}

/// The server that an address names.
fn endpoint_of(address: &str, tls: bool) -> std::result::Result<Endpoint, String> {
    let wrong =
        |why: String| format!("connection error: desc = \"transport: error while dialing: {why}\"");
    let bare = address.strip_prefix("dns:///").unwrap_or(address);
    let has_port = bare.rsplit_once(':').is_some_and(|(host, _)| !host.ends_with(':'));
    if bare.is_empty() {
        return Err(wrong("missing port in address".to_owned()));
    }
    if !has_port {
        return Err(wrong(format!("address {bare}: missing port in address")));
    }
    let scheme = if tls { "https" } else { "http" };
    let url = Endpoint::of(&format!("{scheme}://{bare}"));
    url.map(|(endpoint, _)| endpoint)
        .map_err(|error| wrong(format!("address {bare}: {}", error.why)))
}

/// Whether a client has been connected.
pub(super) fn is_connected<'js>(ctx: Ctx<'js>, client: Value<'js>) -> Result<bool> {
    Ok(held(&ctx, &client)?.channel.borrow().is_some())
}

/// The full path of a method that may be called now.
pub(super) fn may_invoke<'js>(ctx: Ctx<'js>, client: Value<'js>, method: String) -> Result<String> {
    let message = "invoking RPC methods in the init context is not supported";
    Vu::current().past_init(&ctx, message)?;
    if held(&ctx, &client)?.channel.borrow().is_none() {
        return Err(throw(&ctx, NOT_CONNECTED));
    }
    self::method(ctx, client, method)
}

/// The full path of a method that the client knows.
pub(super) fn method<'js>(ctx: Ctx<'js>, client: Value<'js>, method: String) -> Result<String> {
    if method.is_empty() {
        return Err(throw(&ctx, "method to invoke cannot be empty"));
    }
    let path = format!("/{}", method.trim_start_matches('/'));
    match held(&ctx, &client)?.methods.find(&path) {
        Some(_) => Ok(path),
        None => Err(throw(&ctx, &format!("method \"{path}\" not found in file descriptors"))),
    }
}

/// What a call of `path` needs.
fn ask(vu: &Vu, channel: Rc<Channel>, path: String, params: CallParams) -> Ask {
    let (meters, tagging) = (vu.meters(), vu.code.settings().tagging);
    let (service, method) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
    let mut tags = vu.tags();
    let wants_url = meters.wants_url();
    let url = if wants_url { format!("{}{path}", channel.target.address) } else { String::new() };
    let system = [
        (wants_url, "url", url.as_str()),
        (tagging.name, "name", path.as_str()),
        (true, "service", service),
        (tagging.method, "method", method),
    ];
    for (_, name, value) in system.into_iter().filter(|(is_wanted, ..)| *is_wanted) {
        tags = meters.with(tags, name, value);
    }
    for (name, value) in &params.tags {
        tags = meters.with(tags, name, value);
    }
    let measure = Measure { meters: meters.clone(), tags, status: tagging.status };
    let CallParams { metadata, timeout, .. } = params;
    Ask { channel, path, metadata, timeout, measure }
}

/// The call and its method, once the client is connected and knows it.
fn prepared(
    ctx: &Ctx<'_>,
    client: &Value<'_>,
    path: String,
    params: CallParams,
) -> Result<(Ask, MethodDescriptor)> {
    let client = held(ctx, client)?;
    let Some(channel) = client.channel.borrow().clone() else {
        return Err(throw(ctx, NOT_CONNECTED));
    };
    let Some(method) = client.methods.find(&path) else {
        return Err(throw(ctx, &format!("method \"{path}\" not found in file descriptors")));
    };
    Ok((ask(&Vu::current(), channel, path, params), method))
}

/// Calls and waits for the answer.
pub(super) fn invoke_now<'js>(
    ctx: Ctx<'js>,
    client: Value<'js>,
    path: String,
    json: String,
    params: CallParams,
) -> Result<Value<'js>> {
    let discards = params.discards;
    let (ask, method) = prepared(&ctx, &client, path, params)?;
    let answer = Vu::current().wait(&ctx, Box::pin(invoke(&ask, &method, &json, discards)))?;
    response(&ctx, answer.map_err(|why| throw(&ctx, &why))?)
}

/// Calls and gives a promise of the answer.
pub(super) fn invoke_later<'js>(
    ctx: Ctx<'js>,
    client: Value<'js>,
    path: String,
    json: String,
    params: CallParams,
) -> Result<Promise<'js>> {
    let discards = params.discards;
    let (ask, method) = prepared(&ctx, &client, path, params)?;
    let answer = async move { invoke(&ask, &method, &json, discards).await };
    Vu::current()
        .promise(&ctx, answer, |ctx, answer| response(ctx, answer.map_err(|why| throw(ctx, &why))?))
}

/// Asks whether a service is well.
pub(super) fn health_check<'js>(
    ctx: Ctx<'js>,
    client: Value<'js>,
    service: String,
) -> Result<Value<'js>> {
    let vu = Vu::current();
    vu.past_init(&ctx, "performing health check in the init context is not supported")?;
    let channel = held(&ctx, &client)?.channel.borrow().clone();
    let channel = channel.ok_or_else(|| throw(&ctx, NOT_CONNECTED))?;
    let params = CallParams { timeout: Duration::from_secs(60), ..CallParams::default() };
    let asked = ask(&vu, channel, health::PATH.to_owned(), params);
    let answer = vu.wait(&ctx, Box::pin(health::check(asked, service)))?;
    response(&ctx, answer)
}

/// Begins a stream.
pub(super) fn stream<'js>(
    ctx: Ctx<'js>,
    client: Value<'js>,
    path: String,
    params: CallParams,
    emit: rquickjs::Function<'js>,
) -> Result<Value<'js>> {
    let (ask, method) = prepared(&ctx, &client, path, params)?;
    hide(&ctx, Talk::start(&ctx, ask, method, emit)?)
}

/// Writes a message to a stream.
pub(super) fn write<'js>(ctx: Ctx<'js>, talk: Value<'js>, json: Opt<String>) -> Result<()> {
    match (seek::<Talk>(&talk), json.0) {
        (Some(talk), Some(json)) => talk.write(&ctx, json),
        _ => Ok(()),
    }
}

/// Ends this side of a stream.
pub(super) fn end<'js>(ctx: Ctx<'js>, talk: Value<'js>) -> Result<()> {
    seek::<Talk>(&talk).map_or(Ok(()), |talk| talk.end(&ctx))
}

/// Closes a client's connection.
pub(super) fn close<'js>(ctx: Ctx<'js>, client: Value<'js>) -> Result<()> {
    held(&ctx, &client)?.channel.take();
    Ok(())
}

/// An answer as scripts see it.
fn response<'js>(ctx: &Ctx<'js>, answer: Answer) -> Result<Value<'js>> {
    let response = Object::new(ctx.clone())?;
    let message = answer.message.map(|json| ctx.json_parse(json)).transpose()?;
    response.set("message", message.unwrap_or_else(|| Value::new_null(ctx.clone())))?;
    let error = match answer.status.code {
        OK => Value::new_null(ctx.clone()),
        _ => error_of(ctx, &answer.status)?,
    };
    response.set("error", error)?;
    response.set("headers", metadata_of(ctx, &answer.headers)?)?;
    response.set("trailers", metadata_of(ctx, &answer.trailers)?)?;
    response.set("status", answer.status.code)?;
    Ok(response.into_value())
}

/// Fields as an object of lists; what is binary comes as the bytes it stands for.
fn metadata_of<'js>(ctx: &Ctx<'js>, fields: &Fields) -> Result<Object<'js>> {
    use base64::Engine as _;
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
    );
    let object = Object::new(ctx.clone())?;
    for (name, value) in fields.iter().filter(|(name, _)| !is_of_protocol(name)) {
        let raw = name.ends_with("-bin").then(|| engine.decode(value).ok()).flatten();
        let text = String::from_utf8_lossy(raw.as_deref().unwrap_or(value)).into_owned();
        let known: Option<Array<'js>> = object.get(name)?;
        match known {
            Some(list) => list.set(list.len(), text)?,
            None => {
                let list = Array::new(ctx.clone())?;
                list.set(0, text)?;
                object.set(name, list)?;
            }
        }
    }
    Ok(object)
}

fn is_of_protocol(name: &str) -> bool {
    matches!(name, "grpc-status" | "grpc-message" | "grpc-encoding" | "grpc-accept-encoding")
}
