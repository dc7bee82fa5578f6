//! What is said before a place is renamed, merged, closed or reopened, and after it.

use super::ledger::PlaceUse;
use super::say::messages;

messages! {
    /// What becomes of a place, and of what hangs on it.
    PlacesMsg {
        Rename { place: String, name: String, on: String } =>
            "{place} 自 {on} 起改名为「{name}」；原名称仍可查到",
            "{place} is renamed \"{name}\" from {on}; its old name still finds it";
        Merge { place: String, into: String, on: String } =>
            "{place} 自 {on} 起并入 {into}",
            "{place} is merged into {into} from {on}";
        Close { place: String, on: String } =>
            "{place} 自 {on} 起撤销；此后不再判定，也不再填报",
            "{place} is closed from {on}; from then on it is not judged and takes no new records";
        Reopen { place: String, on: String } =>
            "{place} 自 {on} 起恢复；重新判定，可以填报",
            "{place} is open again from {on}; it is judged again and takes records";
        Moved { what: PlaceUse, into: String } => "{what}移至 {into}", "moved to {into}: {what}";
        Stay { what: PlaceUse, place: String } =>
            "{what}留在 {place}，仍可查看",
            "kept in {place}, still readable: {what}";
        Below { place: String, into: String } =>
            "{place} 改由 {into} 管辖",
            "{place} is now below {into}";
        NothingToUpdate =>
            "表中所列更名、并入和撤销均已记录，没有改动",
            "every change in the list is recorded already; nothing was changed";
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
