//! An import on the screens: what a file is taken for, corrected, tried again and imported.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use crate::support::Harness;
use taizhang::cli;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::tui::terminal::input::Code;
use taizhang::tui::{JobEvent, Role, TaskFiles, text};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// A list as offices have it: one column is only like a name, three are known by their values, and one
/// is two dates.
const LIST: &str = "2025年公共图书馆一览表,,,,,,,,
序号,机构名称,乡镇,阅览座席,藏书总量(册),X,Y,时间,联系电话
1,示例壶镇分馆,壶镇镇,130,12000,120.2412,28.8123,2020-01-02,0578-1
2,示例温溪分馆,温溪镇,90,8000,120.3312,28.2123,2021-03-04,0578-2
3,示例碧湖分馆,碧湖镇,150,20000,119.7312,28.3123,2022-05-06,0578-3
";

/// A session of an admin on an empty ledger, and the news of its jobs. A job waits until its news are
/// taken.
struct Session {
    h: Harness,
    news: Receiver<JobEvent>,
}

impl Session {
    fn new(lang: Lang) -> Self {
        Self::of(Harness::new(lang))
    }

    fn of(mut h: Harness) -> Self {
        let (sender, news) = mpsc::sync_channel(0);
        h.app.set_job_sender(move |event| drop(sender.send(event)));
        h.app.set_desk(cli::desk(TaskFiles::Anywhere));
        Self { h, news }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.h.folder.path().join(name)
    }

    /// Orders the import of a file with this in it, and hears what it is taken for.
    fn import(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> &mut Self {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        self.order(&path)
    }

    fn order(&mut self, path: &std::path::Path) -> &mut Self {
        self.h.ctrl('z');
        let screen = self.h.screen();
        let word = if self.h.app.lang() == Lang::Zh {
            "导入"
        } else {
            "Import"
        };
        let line = screen.lines().find(|line| line.contains(word)).unwrap();
        let digit = line.trim_start_matches(['>', ' ']).chars().next().unwrap();
        self.h.text(&digit.to_string()).key(Code::Enter).ctrl('u');
        self.h.text(path.to_str().unwrap()).key(Code::Enter);
        self.h.key(Code::F(2));
        self.done()
    }

    /// Hears everything to the end of the job.
    fn done(&mut self) -> &mut Self {
        loop {
            let event = self.news.recv_timeout(Duration::from_mins(1)).unwrap();
            let is_done = matches!(event, JobEvent::Done(_));
            self.h.app.job_event(event);
            if is_done {
                return self;
            }
        }
    }

    /// Moves to the line that begins so.
    #[track_caller]
    fn go_to(&mut self, line: &str) -> &mut Self {
        self.h.key(Code::Home);
        for _ in 0..40 {
            let at = usize::from(self.h.cursor().unwrap().y);
            let screen = self.h.screen();
            let here = screen.lines().nth(at).unwrap_or_default();
            if here
                .trim_start_matches(['>', '?', '!', ' '])
                .starts_with(line)
            {
                return self;
            }
            self.h.key(Code::Down);
        }
        panic!("no {line} in\n{}", self.h.screen());
    }

    /// Chooses what begins so for a line, and hears what that makes of it.
    fn choose(&mut self, line: &str, answer: &str) -> &mut Self {
        self.go_to(line);
        self.h.key(Code::F(4)).text(answer).key(Code::Enter);
        self.done()
    }

    /// Picks an answer by its digit.
    fn pick(&mut self, line: &str, digit: &str) -> &mut Self {
        self.go_to(line);
        self.h.key(Code::F(4)).text(digit);
        self.done()
    }

    #[track_caller]
    fn says(&self, words: &str) -> &Self {
        let screen = self.h.screen();
        assert!(screen.contains(words), "{words} in\n{screen}");
        self
    }

    fn records(&self) -> usize {
        self.h.store().record_count().unwrap()
    }

    fn changes(&self) -> usize {
        self.h.store().facts().unwrap().changes
    }
}

#[test]
fn a_list_is_proposed_corrected_and_imported() {
    for lang in LANGS {
        let mut session = Session::new(lang);
        session.import("list.csv", LIST);
        insta::assert_snapshot!(format!("proposed-{lang:?}"), session.h.screen());
        assert_eq!(session.records(), 0);
        // What may be two things is asked before anything is imported.
        session.h.key(Code::F(2));
        insta::assert_snapshot!(format!("asked-first-{lang:?}"), session.h.screen());
        session.choose("时间", "opened_on");
        insta::assert_snapshot!(format!("decided-{lang:?}"), session.h.screen());
        assert_eq!(session.records(), 0);
        session.h.key(Code::F(2));
        session.done();
        insta::assert_snapshot!(format!("imported-{lang:?}"), session.h.screen());
        assert_eq!(session.records(), 3);
        assert!(session.h.store().inspect().unwrap().is_empty());
    }
}

#[test]
fn a_list_is_imported_again_as_it_was_and_nothing_changes() {
    let mut session = Session::new(Lang::Zh);
    session.import("list.csv", LIST).choose("时间", "opened_on");
    session.choose("X", "不导入").choose("Y", "不导入");
    session.h.key(Code::F(2));
    session.done();
    let before = session.changes();
    session.h.key(Code::Esc).key(Code::Esc);
    // The next list of that header, of another year.
    session.import("2026.csv", LIST.replace("2025年", "2026年"));
    session.says("示例填报人的导入").says("与台账相同 3");
    session.go_to("X").says("X -> 不导入  同上次");
    session.h.key(Code::F(2));
    session.done();
    session.says("与台账相同 3");
    assert_eq!(session.changes(), before);
    // What was left out stays left out.
    let record = session.h.store().find_record("示例壶镇分馆").unwrap().id;
    let record = session.h.store().record(record).unwrap().unwrap();
    assert!(!record.fields.contains_key("lon"), "{record:?}");
    assert_eq!(session.h.store().import_shapes().unwrap().len(), 1);
}

#[test]
fn an_answer_is_given_by_arrows_too_and_a_column_is_left_out() {
    let mut session = Session::new(Lang::Zh);
    session.import("list.csv", LIST).go_to("时间");
    session.h.key(Code::Right);
    session.done();
    session.says("已指明");
    session.h.key(Code::Delete);
    session.done();
    session.go_to("时间").says("时间 -> 不导入  已指明");
    // Of two columns one entry: the other one gives it up.
    session
        .choose("联系电话", "name")
        .says("「机构名称」列原为此项，现改为不导入");
    session.go_to("机构名称").says("机构名称 -> 不导入");
    // It goes on to what is to be checked.
    session.h.key(Code::Home).key(Code::F(6));
    session.says("请核对");
    session.h.key(Code::Esc);
    assert_eq!(session.records(), 0);
}

#[test]
fn the_screen_fits_a_small_and_a_wide_window() {
    for lang in LANGS {
        let mut session = Session::new(lang);
        session.h.resize(40, 12);
        session.import("list.csv", LIST).go_to("X");
        insta::assert_snapshot!(format!("proposed-40x12-{lang:?}"), session.h.screen());
        session.h.resize(130, 30);
        insta::assert_snapshot!(format!("proposed-130x30-{lang:?}"), session.h.screen());
        for columns in (0..=46).step_by(2).chain([79, 81, 200]) {
            for rows in (0..=14).step_by(2).chain([23, 60]) {
                session.h.resize(columns, rows);
                let cursor = session.h.cursor();
                assert!(cursor.is_none_or(|at| at.x < columns && at.y < rows));
                let screen = session.h.screen();
                let fits = |line: &str| text::width(line) <= usize::from(columns);
                assert!(screen.lines().all(fits), "{screen}");
            }
        }
    }
}

#[test]
fn what_nobody_can_know_is_asked_kind_encoding_place() {
    let mut session = Session::new(Lang::Zh);
    // Every kind has these.
    session.import("in.csv", "名称,地址\n甲馆,乙路\n乙馆,丙路\n");
    session.says("请先选类别");
    session.h.key(Code::F(2));
    session.says("此行待定");
    session
        .choose("类别", "library")
        .says("没有地点列，请先选一列");
    session.go_to("地点");
    session
        .h
        .key(Code::F(4))
        .text("全表同一地点")
        .key(Code::Enter);
    session.h.text("壶镇").key(Code::Enter);
    session.done();
    session.go_to("地点").says("全表：缙云县/壶镇镇");
    session.h.key(Code::F(2));
    session.done();
    assert_eq!(session.records(), 2, "{}", session.h.screen());
    session.h.key(Code::Esc).key(Code::Esc);
    let (gb, ..) = encoding_rs::GB18030.encode(LIST);
    session.import("list.csv", &gb);
    session.says("请先选编码");
    session.go_to("编码");
    session.h.key(Code::F(4));
    insta::assert_snapshot!("encodings", session.h.screen());
    session.h.text("gb18030").key(Code::Enter);
    session.done();
    session.says("示例壶镇分馆");
    session.choose("时间", "opened_on");
    session.h.key(Code::F(2));
    session.done();
    assert_eq!(session.records(), 5, "{}", session.h.screen());
    // The next one is opened like that, and says so.
    session.h.key(Code::Esc).key(Code::Esc);
    session.import("next.csv", &gb);
    session.says("示例填报人的导入").says("与台账相同 3");
}

#[test]
fn a_sheet_a_header_and_a_separator_are_chosen() {
    let mut session = Session::new(Lang::Zh);
    let text = "镇#名称#阅览座席数\n壶镇镇#甲馆#100\n温溪镇#乙馆#90\n";
    session.import("公共图书馆.csv", text.replace('#', ";"));
    session.choose("分隔符", "逗号").says("请先选");
    session.choose("分隔符", "分号").says("甲馆");
    session.pick("表头", "2").says("第 2 行");
    session.pick("表头", "1").says("新设施一律填为");
    session.h.key(Code::Esc);
    assert_eq!(session.records(), 0);
}

#[test]
fn refused_rows_are_shown_and_go_to_a_file_if_somebody_says_so() {
    let mut session = Session::new(Lang::Zh);
    let list = "镇,名称,阅览座席数\n壶镇镇,甲馆,100\n没有镇,乙馆,90\n壶镇镇,丙馆,很多\n";
    session.import("公共图书馆.csv", list);
    insta::assert_snapshot!("refused", session.h.screen());
    session.h.key(Code::F(2));
    session.says("2 行拒收，其余的仍导入？");
    session.h.key(Code::Enter);
    assert_eq!(session.records(), 0);
    let rejects = session.path("公共图书馆-rejects.csv");
    fs::write(&rejects, "mine").unwrap();
    session.h.key(Code::F(2)).text("2");
    session.done();
    assert_eq!(session.records(), 1, "{}", session.h.screen());
    assert_eq!(fs::read_to_string(rejects).unwrap(), "mine");
    let rejects = fs::read_to_string(session.path("公共图书馆-rejects-2.csv")).unwrap();
    assert!(
        rejects.contains("乙馆") && rejects.contains("丙馆"),
        "{rejects}"
    );
    session.says("公共图书馆-rejects-2.csv");
}

#[test]
fn a_file_that_changed_since_it_was_tried_is_not_imported() {
    let mut session = Session::new(Lang::Zh);
    let list = "镇,名称,阅览座席数\n壶镇镇,甲馆,100\n";
    session.import("公共图书馆.csv", list);
    fs::write(
        session.path("公共图书馆.csv"),
        format!("{list}壶镇镇,乙馆,90\n"),
    )
    .unwrap();
    session.h.key(Code::F(2));
    session.done();
    session.says("文件在预览之后有变动");
    assert_eq!(session.records(), 0);
}

#[test]
fn a_trial_is_cancelled_and_an_answer_begins_another() {
    let mut session = Session::new(Lang::Zh);
    session.import("list.csv", LIST).go_to("时间");
    // Two answers, of which the second comes while the first is tried.
    session.h.key(Code::Delete).key(Code::Right);
    session.done().done();
    session.go_to("时间").says("已指明");
    session.h.key(Code::Delete).key(Code::Esc);
    session.says("正在取消");
    session.done();
    // A trial of three rows may be over by then.
    if session.h.screen().contains("尚未试导入") {
        session.h.key(Code::F(2));
        session.done();
    }
    session.says("读入 3 行");
    session.h.key(Code::F(2)).key(Code::Esc);
    session.done();
    let is_imported = session.records() == 3;
    assert!(is_imported || session.records() == 0);
}

#[test]
fn a_clerk_imports_into_towns_of_their_own_only() {
    let h = Harness::new(Lang::Zh);
    let mut store = h.store();
    store.restrict_to(vec!["331122101".to_owned()]);
    let clerk = h.beside(Role::Clerk, store);
    let mut session = Session::of(clerk);
    let list = "镇,名称,阅览座席数\n壶镇镇,甲馆,100\n温溪镇,乙馆,90\n";
    session.import("公共图书馆.csv", list);
    session.says("温溪镇").says("1 行拒收");
    session.h.key(Code::F(2)).text("2");
    session.done();
    let ledger = Store::open(&h.folder.path().join("taizhang.db")).unwrap();
    assert_eq!(ledger.record_count().unwrap(), 1);
}
