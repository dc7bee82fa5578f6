//! The places of a large area on a map, as SVG: a mark each, whose form says what its color says,
//! and below it what each mark means.

use std::fmt::Write as _;

use super::escape::escape;
use crate::domain::text::width;
use crate::i18n::{Lang, ReportMsg, Say};
use crate::transfer::report::area_page::{MapMark, MarkKind, PlaceMap, ends};

/// The breadth of the drawing, and how high it can be.
const WIDTH: f64 = 640.0;
const HIGHEST: f64 = 720.0;
const LOWEST: f64 = 120.0;
/// The room around the marks.
const MARGIN: f64 = 24.0;
/// Half the breadth of a mark, of few places and of many.
const MARK: f64 = 5.0;
const SMALL_MARK: f64 = 3.0;
const MANY: usize = 400;
/// How large the mark of a place is that is short of nearly nothing, and of all.
const SMALLEST: f64 = 0.6;
const LARGEST: f64 = 1.4;
/// The height of a name, and the breadth of a column of a terminal in it.
const NAME: f64 = 10.0;
const COLUMN: f64 = 5.2;
/// The smallest angle that is drawn to scale, in degrees: some hundred meters.
const LEAST: f64 = 0.001;

/// Returns the drawing with its legend and what it shows in words.
pub(super) fn draw(places: &PlaceMap, lang: Lang) -> String {
    let said = escape(&places.said(lang));
    let sheet = MapSheet::over(&places.marks);
    let mut svg = format!(
        "<figure class=\"map\">\n<svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"{said}\">\n",
        sheet.height
    );
    let mut taken = Vec::new();
    for mark in &places.marks {
        let (x, y) = sheet.at(mark);
        let name = escape(&mark.place);
        let word = escape(&mark.shows.word(lang));
        let _ = writeln!(
            svg,
            "<g><title>{name}: {word}</title>{}</g>",
            shape(mark.shows, (x, y), half(mark, sheet.mark))
        );
        taken.push(Room::around((x, y), sheet.mark));
    }
    for mark in &places.marks {
        add_name(&mut svg, mark, sheet.at(mark), &mut taken, sheet.mark);
    }
    svg.push_str("</svg>\n<figcaption>");
    for (kind, count) in places.legend() {
        let word = escape(&kind.word(lang));
        let _ = write!(
            svg,
            "<span><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">{}</svg>{word} {count}</span> ",
            shape(kind, (8.0, 8.0), MARK)
        );
    }
    if places
        .marks
        .iter()
        .any(|mark| mark.shows == MarkKind::Short)
    {
        svg.push_str(&escape(&ReportMsg::LargerIsShorter.say(lang)));
    }
    let _ = writeln!(svg, "<br>{said}</figcaption>\n</figure>");
    svg
}

/// Where points of the earth are on the drawing: north is above, and a degree of longitude is as much
/// shorter than one of latitude as it is in the middle of the area.
struct MapSheet {
    west: f64,
    north: f64,
    /// The units of the drawing for a degree, east and south.
    scale: (f64, f64),
    height: f64,
    mark: f64,
}

impl MapSheet {
    fn over(marks: &[MapMark]) -> Self {
        let (west, east) = ends(marks, |point| point.lon);
        let (south, north) = ends(marks, |point| point.lat);
        let shorter = f64::midpoint(south, north).to_radians().cos().max(LEAST);
        let broad = (east - west) * shorter;
        let high = north - south;
        let room = WIDTH - 2.0 * MARGIN;
        let scale = (room / broad.max(LEAST)).min((HIGHEST - 2.0 * MARGIN) / high.max(LEAST));
        Self {
            west: west - (room / scale - broad) / shorter / 2.0,
            north,
            scale: (scale * shorter, scale),
            height: (high * scale + 2.0 * MARGIN).max(LOWEST),
            mark: if marks.len() > MANY { SMALL_MARK } else { MARK },
        }
    }

    fn at(&self, mark: &MapMark) -> (f64, f64) {
        let (east, south) = self.scale;
        (
            MARGIN + (mark.point.lon - self.west) * east,
            MARGIN + (self.north - mark.point.lat) * south,
        )
    }
}

/// A part of the drawing: its left, top, right and bottom.
struct Room([f64; 4]);

impl Room {
    fn around((x, y): (f64, f64), half: f64) -> Self {
        Self([x - half, y - half, x + half, y + half])
    }

    fn meets(&self, other: &Self) -> bool {
        let [left, top, right, bottom] = self.0;
        let [other_left, other_top, other_right, other_bottom] = other.0;
        left < other_right && other_left < right && top < other_bottom && other_top < bottom
    }
}

/// Adds the name of a place beside its mark, to the right or to the left, where nothing else is.
/// Pointing at the mark shows it also where there was no room.
fn add_name(
    svg: &mut String,
    mark: &MapMark,
    (x, y): (f64, f64),
    taken: &mut Vec<Room>,
    half: f64,
) {
    let columns = u32::try_from(width::width(&mark.place)).unwrap_or(u32::MAX);
    let breadth = f64::from(columns) * COLUMN;
    let away = half + 2.0;
    let (top, bottom) = (y - NAME / 2.0, y + NAME / 2.0);
    let sides = [
        ("start", x + away, x + away, x + away + breadth),
        ("end", x - away, x - away - breadth, x - away),
    ];
    for (anchor, at, left, right) in sides {
        let room = Room([left, top, right, bottom]);
        let fits = left >= 0.0 && right <= WIDTH;
        if fits && !taken.iter().any(|other| other.meets(&room)) {
            let name = escape(&mark.place);
            let base = y + NAME * 0.35;
            let _ = writeln!(
                svg,
                "<text x=\"{at:.1}\" y=\"{base:.1}\" text-anchor=\"{anchor}\">{name}</text>"
            );
            taken.push(room);
            return;
        }
    }
}

/// Returns half the breadth of a mark: that of a place which is short is larger, the more of its
/// requirements are.
fn half(mark: &MapMark, half: f64) -> f64 {
    let (MarkKind::Short, (short, all @ 1..)) = (mark.shows, mark.short) else {
        return half;
    };
    let figure = |count: usize| u32::try_from(count).map_or(0.0, f64::from);
    half * (SMALLEST + (LARGEST - SMALLEST) * figure(short) / figure(all))
}

/// Returns a mark: a disc, a triangle, a hollow square, a cross, a hollow disc.
fn shape(kind: MarkKind, (x, y): (f64, f64), half: f64) -> String {
    let (left, right, top, bottom) = (x - half, x + half, y - half, y + half);
    match kind {
        MarkKind::Met => {
            format!("<circle class=\"met\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{half}\"/>")
        }
        MarkKind::Short => format!(
            "<path class=\"short\" d=\"M{left:.1} {bottom:.1}L{x:.1} {top:.1}L{right:.1} {bottom:.1}Z\"/>"
        ),
        MarkKind::Unknown => format!(
            "<rect class=\"unknown\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{0}\" height=\"{0}\"/>",
            2.0 * half
        ),
        MarkKind::NotReported => format!(
            "<path class=\"missing\" d=\"M{left:.1} {top:.1}L{right:.1} {bottom:.1}M{left:.1} {bottom:.1}L{right:.1} {top:.1}\"/>"
        ),
        MarkKind::NotJudged => {
            format!("<circle class=\"information\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{half}\"/>")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MapPoint;

    fn mark(lon: f64, lat: f64) -> MapMark {
        MapMark {
            place: String::new(),
            point: MapPoint { lon, lat },
            shows: MarkKind::Met,
            short: (0, 1),
        }
    }

    fn rounded(sheet: &MapSheet, mark: &MapMark) -> String {
        let (x, y) = sheet.at(mark);
        format!("{x:.0} {y:.0}")
    }

    #[test]
    fn north_is_above_and_degrees_of_longitude_are_shorter() {
        // At 60 degrees they are half as long: two of them are a square with one of latitude.
        let marks = [mark(119.0, 60.5), mark(121.0, 59.5)];
        let sheet = MapSheet::over(&marks);
        assert_eq!(rounded(&sheet, &marks[0]), "24 24");
        assert_eq!(rounded(&sheet, &marks[1]), "616 616");
        assert_eq!(format!("{:.0}", sheet.height), "640");
    }

    #[test]
    fn what_is_higher_than_broad_is_in_the_middle_and_one_point_is_too() {
        let marks = [mark(120.0, 10.0), mark(120.0, 20.0)];
        let sheet = MapSheet::over(&marks);
        assert_eq!(rounded(&sheet, &marks[1]), "320 24");
        assert_eq!(rounded(&sheet, &marks[0]), "320 696");
        let alone = [mark(120.0, 10.0)];
        let sheet = MapSheet::over(&alone);
        assert_eq!(rounded(&sheet, &alone[0]), "320 24");
    }

    #[test]
    fn the_mark_of_a_place_is_larger_the_more_it_is_short_of() {
        let of = |shows, short| {
            let mut mark = mark(0.0, 0.0);
            (mark.shows, mark.short) = (shows, short);
            format!("{:.1}", half(&mark, 5.0))
        };
        assert_eq!(of(MarkKind::Short, (4, 4)), "7.0");
        assert_eq!(of(MarkKind::Short, (1, 4)), "4.0");
        assert_eq!(of(MarkKind::Unknown, (0, 4)), "5.0");
        assert_eq!(of(MarkKind::NotJudged, (0, 0)), "5.0");
    }

    #[test]
    fn a_name_stands_where_nothing_else_is() {
        let mut svg = String::new();
        let mut taken = vec![Room([305.0, 90.0, 315.0, 110.0])];
        let mut mark = mark(0.0, 0.0);
        mark.place = "示例<镇>".to_owned();
        add_name(&mut svg, &mark, (300.0, 100.0), &mut taken, 5.0);
        assert!(svg.contains("text-anchor=\"end\">示例&lt;镇&gt;<"), "{svg}");
        svg.clear();
        add_name(&mut svg, &mark, (300.0, 100.0), &mut taken, 5.0);
        assert_eq!(svg, "");
    }
}
