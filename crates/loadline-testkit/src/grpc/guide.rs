//! The guide to places: four of them are known.

use super::call::{Call, Status, UNIMPLEMENTED};
use super::messages::{Feature, Point, Rectangle, RouteSummary};

/// Names, latitudes and longitudes.
const PLACES: [(&str, i32, i32); 4] =
    [("Mill", 100, 100), ("Bridge", 200, 150), ("Market", 300, 300), ("Harbour", 400, 900)];

pub(super) async fn serve(method: &str, call: &mut Call) -> Result<(), Status> {
    match method {
        "GetFeature" => {
            let location: Point = call.one().await?;
            let name = name_at(&location).unwrap_or_default().to_owned();
            call.send(&Feature { name, location: Some(location) })
        }
        "ListFeatures" => list(call).await,
        "RecordRoute" => record(call).await,
        "RouteChat" => {
            while let Some(note) = call.next_bytes().await? {
                call.send_bytes(&note)?;
            }
            Ok(())
        }
        _ => Err(Status::new(UNIMPLEMENTED, format!("unknown method {method}"))),
    }
}

fn name_at(point: &Point) -> Option<&'static str> {
    let is_there = |(_, latitude, longitude): &&(&str, i32, i32)| {
        *latitude == point.latitude && *longitude == point.longitude
    };
    PLACES.iter().find(is_there).map(|(name, _, _)| *name)
}

async fn list(call: &mut Call) -> Result<(), Status> {
    let wanted: Rectangle = call.one().await?;
    let (lo, hi) = (wanted.lo.unwrap_or_default(), wanted.hi.unwrap_or_default());
    let latitudes = lo.latitude.min(hi.latitude)..=lo.latitude.max(hi.latitude);
    let longitudes = lo.longitude.min(hi.longitude)..=lo.longitude.max(hi.longitude);
    for (name, latitude, longitude) in PLACES {
        if latitudes.contains(&latitude) && longitudes.contains(&longitude) {
            let location = Some(Point { latitude, longitude });
            call.send(&Feature { name: name.to_owned(), location })?;
        }
    }
    Ok(())
}

/// Distances are counted along the streets, so that they are whole.
async fn record(call: &mut Call) -> Result<(), Status> {
    let mut summary = RouteSummary::default();
    let mut last: Option<Point> = None;
    while let Some(point) = call.next::<Point>().await? {
        summary.point_count += 1;
        summary.feature_count += i32::from(name_at(&point).is_some());
        if let Some(last) = last {
            let along = last.latitude.abs_diff(point.latitude);
            let across = last.longitude.abs_diff(point.longitude);
            summary.distance += i32::try_from(along.saturating_add(across))?;
        }
        last = Some(point);
    }
    call.send(&summary)
}
