//! What is said before a place is renamed, merged, closed or reopened, and after it.

use super::ledger::PlaceUse;
use super::say::messages;

messages! {
    /// What becomes of a place, and of what hangs on it.
    PlacesMsg {
        Rename { place: String, name: String, on: String } =>
            "{place} 自 {on} 起改名为「{name}」；原来的名称仍可用来找到它",
            "{place} is called \"{name}\" from {on} on; it is still found by the name it had";
        Merge { place: String, into: String, on: String } =>
            "{place} 自 {on} 起并入 {into}",
            "{place} is part of {into} from {on} on";
        Close { place: String, on: String } =>
            "{place} 自 {on} 起撤销；从那天起不再判定，也不再填报",
            "{place} is closed from {on} on; from that day nothing is judged in it and nothing new entered";
        Reopen { place: String, on: String } =>
            "{place} 自 {on} 起恢复；重新判定，也可填报",
            "{place} is open again from {on} on; it is judged again and takes records";
        Moved { what: PlaceUse, into: String } =>
            "{what}移到 {into}",
            "{what} move to {into}";
        Stay { what: PlaceUse, place: String } =>
            "{what}留在 {place}，仍可查看",
            "{what} stay in {place} and can still be read";
        Below { place: String, into: String } =>
            "{place} 改属 {into}",
            "{place} is below {into}";
        Renamed { place: String, path: String } =>
            "已改名：{place}（{path}）",
            "renamed to {place} in {path}";
        Merged { place: String, into: String, path: String } =>
            "已并入 {into}：{place}（{path}）",
            "merged {place} into {into} in {path}";
        Closed { place: String, path: String } =>
            "已撤销：{place}（{path}）",
            "closed {place} in {path}";
        Reopened { place: String, path: String } =>
            "已恢复：{place}（{path}）",
            "reopened {place} in {path}";
    }
}
