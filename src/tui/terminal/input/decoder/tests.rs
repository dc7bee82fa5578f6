use proptest::prelude::*;

use super::super::key::{Code, Key};

use super::*;

/// What comes out of packets that arrive close together, and then of silence.
fn typed(packets: &[&[u8]]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut inputs: Vec<Input> = packets
        .iter()
        .flat_map(|packet| decoder.feed(packet))
        .collect();
    inputs.extend(silence(&mut decoder));
    inputs
}

/// What comes of a silence so long that nothing is waited for any more.
fn silence(decoder: &mut Decoder) -> Vec<Input> {
    let mut inputs = Vec::new();
    while decoder.patience().is_some() {
        inputs.extend(decoder.timeout());
    }
    inputs
}

/// What comes out of packets of which each arrives when its forerunner was waited for in vain.
fn torn(packets: &[&[u8]]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    for packet in packets {
        inputs.extend(decoder.timeout());
        inputs.extend(decoder.feed(packet));
    }
    inputs.extend(silence(&mut decoder));
    inputs
}

fn told(bytes: &[u8]) -> Vec<Input> {
    let line = Line {
        tells_keys: true,
        is_slow: false,
    };
    let mut decoder = Decoder::new(line);
    let mut inputs = decoder.feed(bytes);
    inputs.extend(silence(&mut decoder));
    inputs
}

fn key(code: Code) -> Input {
    Input::Key(Key::plain(code))
}

fn ctrl(c: char) -> Input {
    Input::Key(Key::ctrl(Code::Char(c)))
}

fn text(text: &str) -> Input {
    Input::Text(text.to_owned())
}

fn paste(text: &str) -> Input {
    Input::Paste(text.to_owned())
}

#[test]
fn a_chinese_phrase_in_one_packet_is_one_text() {
    assert_eq!(
        typed(&["壶镇中心卫生院".as_bytes()]),
        [text("壶镇中心卫生院")]
    );
    assert_eq!(typed(&["１３０ab".as_bytes()]), [text("１３０ab")]);
}

#[test]
fn a_character_split_anywhere_arrives_whole() {
    for split in 0..=3 {
        let (left, right) = "县".as_bytes().split_at(split);
        assert_eq!(typed(&[left, right]), [text("县")]);
    }
    let bytes: Vec<&[u8]> = "𠀀县".as_bytes().chunks(1).collect();
    assert_eq!(typed(&bytes), [text("𠀀"), text("县")]);
}

#[test]
fn bytes_of_another_encoding_harm_nothing_beside_them() {
    let gbk = b"a\xba\xf8\xd5\xf2\xff";
    assert!(
        typed(&[gbk])
            .iter()
            .all(|input| matches!(input, Input::Text(text) if text.starts_with('a')))
    );
    assert_eq!(
        typed(&[b"a\xc3\x28b\xf0\x9f\r"]),
        [text("a(b"), key(Code::Enter)]
    );
}

#[test]
fn a_lone_escape_is_esc_after_the_wait_and_not_before() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b"), []);
    assert_eq!(decoder.patience(), Some(ESCAPE_WAIT));
    assert_eq!(decoder.timeout(), [key(Code::Esc)]);
    assert_eq!(decoder.patience(), Some(LATE_WAIT));
    assert_eq!(decoder.timeout(), []);
    assert_eq!(decoder.patience(), None);
    assert_eq!(decoder.feed(b"["), [text("[")]);
}

#[test]
fn the_rest_of_a_key_whose_escape_was_given_up_is_that_key_and_no_text() {
    let up = [key(Code::Esc), key(Code::Up)];
    assert_eq!(torn(&[b"\x1b", b"[A"]), up);
    assert_eq!(torn(&[b"\x1b", b"OA"]), up);
    assert_eq!(
        torn(&[b"\x1b", b"OP\x1b[A"]),
        [key(Code::Esc), key(Code::F(1)), key(Code::Up)]
    );
    assert_eq!(
        torn(&[b"\x1b", "[200~壶镇\x1b[201~".as_bytes()]),
        [key(Code::Esc), paste("壶镇")]
    );
    assert_eq!(torn(&[b"\x1b", b"[M"]), [key(Code::Esc), key(Code::F(1))]);
    // The rest may come in parts of its own.
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b");
    assert_eq!(decoder.timeout(), [key(Code::Esc)]);
    assert_eq!(
        (decoder.feed(b"["), decoder.patience()),
        (vec![], Some(LATE_REST_WAIT))
    );
    assert_eq!(decoder.feed(b"1"), []);
    assert_eq!(decoder.feed(b"5~1"), [key(Code::F(5)), text("1")]);
}

#[test]
fn what_is_typed_after_escape_is_text_also_if_a_key_could_go_on_so() {
    for said in ["[", "O", "[x", "OPEN", "Old", "1", "[甲", "130", "壶镇"] {
        assert_eq!(
            joined(torn(&[b"\x1b", said.as_bytes()])),
            [key(Code::Esc), text(said)]
        );
    }
    assert_eq!(
        joined(torn(&[b"\x1b", b"O", b"A"])),
        [key(Code::Esc), text("OA")]
    );
    assert_eq!(torn(&[b"\x1b", b"\r"]), [key(Code::Esc), key(Code::Enter)]);
}

#[test]
fn a_line_that_split_a_key_is_waited_for_longer() {
    let wait = |packets: &[&[u8]]| {
        let mut decoder = Decoder::default();
        for packet in packets {
            decoder.feed(packet);
        }
        silence(&mut decoder);
        decoder.feed(b"\x1b");
        decoder.patience()
    };
    assert_eq!(wait(&[b"\x1b[A", b"\x1bOP"]), Some(ESCAPE_WAIT));
    assert_eq!(wait(&[b"\x1b", b"1"]), Some(ESCAPE_WAIT));
    assert_eq!(wait(&[b"\x1b", b"[A"]), Some(SLOW_ESCAPE_WAIT));
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b");
    decoder.timeout();
    decoder.feed(b"[A\x1b");
    assert_eq!(decoder.patience(), Some(SLOW_ESCAPE_WAIT));
    let slow = Line {
        is_slow: true,
        ..Line::default()
    };
    let mut decoder = Decoder::new(slow);
    decoder.feed(b"\x1b");
    assert_eq!(decoder.patience(), Some(SLOW_ESCAPE_WAIT));
}

#[test]
fn a_terminal_that_tells_keys_apart_is_not_waited_for() {
    let mut decoder = Decoder::new(Line {
        tells_keys: true,
        is_slow: false,
    });
    assert_eq!(decoder.feed(b"\x1b[27u"), [key(Code::Esc)]);
    assert_eq!(decoder.patience(), None);
    assert_eq!(decoder.feed(b"[A"), [text("[A")]);
}

#[test]
fn keys_are_the_same_where_the_terminal_tells_them_apart() {
    let f = |number| key(Code::F(number));
    assert_eq!(
        told(b"\x1b[P\x1b[Q\x1b[13~\x1b[S\x1b[15~\x1b[1;2P"),
        [f(1), f(2), f(3), f(4), f(5), f(1)]
    );
    assert_eq!(
        told(b"\x1b[115;5u\x1b[115;69u\x1b[91;5u\x1b[93;5u\x1b[32;5u"),
        [ctrl('s'), ctrl('s'), key(Code::Esc), ctrl(']'), ctrl(' ')]
    );
    // A Uyghur layout: the key of S.
    assert_eq!(told(b"\x1b[1587::115;5u"), [ctrl('s')]);
    // A French one has its own A where others have Q.
    assert_eq!(told(b"\x1b[97::113;5u"), [ctrl('a')]);
    assert_eq!(told(b"\x1b[49;3u\x1b[48;3u"), [f(1), f(10)]);
    assert_eq!(told(b"\x1b[97;3u\x1b[97;9u\x1b[57363u\x1b[57358u"), []);
    assert_eq!(
        told(b"\x1b[57414u\x1b[57420u\x1b[57400u\x1b[13;2u\x1b[13;3u"),
        [
            key(Code::Enter),
            key(Code::Down),
            text("1"),
            key(Code::Enter),
            key(Code::Enter)
        ]
    );
    assert_eq!(
        told(b"\x1b[9;2u\x1b[127;5u\x1b[A\x1b[1;5D\x1b[3~\x1b[H"),
        [
            key(Code::BackTab),
            key(Code::Backspace),
            key(Code::Up),
            Input::Key(Key::ctrl(Code::Left)),
            key(Code::Delete),
            key(Code::Home)
        ]
    );
}

#[test]
fn nothing_is_waited_for_when_nothing_is_pending() {
    let mut decoder = Decoder::default();
    for packet in [b"a".as_slice(), b"\x1b[A", "县".as_bytes(), b"\r", b"\xe5"] {
        decoder.feed(packet);
        assert_eq!(decoder.patience(), None, "{packet:?}");
    }
}

#[test]
fn escape_twice_is_esc_twice() {
    assert_eq!(typed(&[b"\x1b", b"\x1b"]), [key(Code::Esc), key(Code::Esc)]);
    assert_eq!(
        typed(&[b"\x1b\x1b\x1b"]),
        [key(Code::Esc), key(Code::Esc), key(Code::Esc)]
    );
}

#[test]
fn a_key_split_anywhere_is_that_key() {
    let keys: [(&[u8], Code); 28] = [
        (b"\x1b[A", Code::Up),
        (b"\x1bOA", Code::Up),
        (b"\x1b[1;5D", Code::Left),
        (b"\x1b[C", Code::Right),
        (b"\x1b[1~", Code::Home),
        (b"\x1b[7~", Code::Home),
        (b"\x1bOH", Code::Home),
        (b"\x1b[F", Code::End),
        (b"\x1b[4~", Code::End),
        (b"\x1b[5~", Code::PageUp),
        (b"\x1b[6~", Code::PageDown),
        (b"\x1b[2~", Code::Insert),
        (b"\x1b[3~", Code::Delete),
        (b"\x1b[3;2~", Code::Delete),
        (b"\x1b[Z", Code::BackTab),
        (b"\x1b[11~", Code::F(1)),
        (b"\x1bOP", Code::F(1)),
        (b"\x1b[[A", Code::F(1)),
        (b"\x1b[M", Code::F(1)),
        (b"\x1b[1;2Q", Code::F(2)),
        (b"\x1bOS", Code::F(4)),
        (b"\x1b[15~", Code::F(5)),
        (b"\x1bOT", Code::F(5)),
        (b"\x1b[[E", Code::F(5)),
        (b"\x1b[Q", Code::F(5)),
        (b"\x1b[21~", Code::F(10)),
        (b"\x1b[24~", Code::F(12)),
        (b"\x1bO[", Code::F(12)),
    ];
    for (bytes, code) in keys {
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        for packets in (0..bytes.len())
            .map(|at| vec![&bytes[..at], &bytes[at..]])
            .chain([single])
        {
            let inputs = typed(&packets);
            assert!(
                matches!(inputs.as_slice(), [Input::Key(key)] if key.code == code),
                "{packets:?}: {inputs:?}"
            );
        }
    }
}

#[test]
fn ctrl_is_kept_on_a_key_and_shift_is_not() {
    assert_eq!(typed(&[b"\x1b[1;5A"]), [Input::Key(Key::ctrl(Code::Up))]);
    assert_eq!(
        typed(&[b"\x1b[1;2A\x1b[1;3A"]),
        [key(Code::Up), key(Code::Up)]
    );
    assert_eq!(typed(&[b"Aa"]), [text("Aa")]);
}

#[test]
fn keys_before_and_after_a_split_one_keep_their_order() {
    assert_eq!(
        typed(&[b"1\x1b", b"[15", b"~2\x1b[B"]),
        [text("1"), key(Code::F(5)), text("2"), key(Code::Down)]
    );
}

#[test]
fn control_letters_are_keys_and_two_of_them_are_others() {
    assert_eq!(
        typed(&[b"\x13\x11\x03\x1a"]),
        [ctrl('s'), ctrl('q'), ctrl('c'), ctrl('z')]
    );
    assert_eq!(
        typed(&[b"\x08\x7f"]),
        [key(Code::Backspace), key(Code::Backspace)]
    );
    assert_eq!(typed(&[b"\r\n"]), [key(Code::Enter), key(Code::Enter)]);
    assert_eq!(
        typed(&[b"\t\x00\x1c\x1f"]),
        [key(Code::Tab), ctrl(' '), ctrl('\\'), ctrl('_')]
    );
}

#[test]
fn escape_and_a_digit_are_the_function_key() {
    for (packets, number) in [
        ([b"\x1b1".as_slice(), b""], 1),
        ([b"\x1b", b"9"], 9),
        ([b"\x1b0", b""], 10),
    ] {
        assert_eq!(typed(&packets), [key(Code::F(number))]);
    }
    assert_eq!(typed(&[b"\x1b2\r"]), [key(Code::F(2)), key(Code::Enter)]);
    assert_eq!(typed(&[b"\x1b2\x1b3"]), [key(Code::F(2)), key(Code::F(3))]);
    let mut decoder = Decoder::default();
    assert_eq!(
        (decoder.feed(b"\x1b2"), decoder.patience()),
        (vec![], Some(ESCAPE_WAIT))
    );
}

#[test]
fn escape_before_a_figure_of_several_digits_is_esc_and_the_figure() {
    assert_eq!(typed(&[b"\x1b130"]), [key(Code::Esc), text("130")]);
    assert_eq!(
        typed(&["\x1b3层".as_bytes()]),
        [key(Code::Esc), text("3层")]
    );
}

#[test]
fn escape_counts_whatever_key_or_text_comes_right_behind_it() {
    assert_eq!(
        typed(&["\x1b壶镇".as_bytes()]),
        [key(Code::Esc), text("壶镇")]
    );
    assert_eq!(typed(&[b"\x1bs"]), [key(Code::Esc), text("s")]);
    assert_eq!(typed(&[b"\x1b["]), [key(Code::Esc), text("[")]);
    assert_eq!(typed(&[b"\x1bO"]), [key(Code::Esc), text("O")]);
    assert_eq!(
        typed(&["\x1b[壶".as_bytes()]),
        [key(Code::Esc), text("[壶")]
    );
    assert_eq!(typed(&[b"\x1b\r"]), [key(Code::Esc), key(Code::Enter)]);
    assert_eq!(typed(&[b"\x1b\x13"]), [key(Code::Esc), ctrl('s')]);
    for bytes in [
        b"\x1b\x1b[A\x1b\x1bOB".as_slice(),
        b"\x1b\x1b[1;2A\x1b\x1b[B",
    ] {
        assert_eq!(
            typed(&[bytes]),
            [
                key(Code::Esc),
                key(Code::Up),
                key(Code::Esc),
                key(Code::Down)
            ]
        );
    }
}

#[test]
fn escape_and_a_character_that_begins_reports_are_esc_and_that_text() {
    for said in ["Park", "X", "]", "_壶镇", "^a b"] {
        assert_eq!(
            typed(&[format!("\x1b{said}").as_bytes()]),
            [key(Code::Esc), text(said)]
        );
        let entered = [key(Code::Esc), text(said), key(Code::Enter)];
        assert_eq!(typed(&[format!("\x1b{said}\r").as_bytes()]), entered);
    }
}

#[test]
fn the_keypad_in_application_mode_types_its_characters() {
    assert_eq!(
        typed(&[b"\x1bOp\x1bOy\x1bOn\x1bOj\x1bOk\x1bOl\x1bOm\x1bOo"]),
        [text("09.*+,-/")]
    );
    assert_eq!(typed(&[b"\x1bOM"]), [key(Code::Enter)]);
}

#[test]
fn keys_sent_by_code_are_the_same_keys() {
    assert_eq!(
        typed(&[b"\x1b[13;5u\x1b[27;2;13~"]),
        [key(Code::Enter), key(Code::Enter)]
    );
    assert_eq!(
        typed(&[b"\x1b[9;2u\x1b[27u"]),
        [key(Code::BackTab), key(Code::Esc)]
    );
    assert_eq!(
        typed(&[b"\x1b[115;5u\x1b[104;5u"]),
        [ctrl('s'), key(Code::Backspace)]
    );
    assert_eq!(typed(&[b"\x1b[97u\x1b[97;1:3u\x1b[1;1:3A"]), [text("a")]);
}

#[test]
fn what_the_terminal_says_for_itself_is_not_typed() {
    for report in [
        "\x1b[12;40R",
        "\x1b[?62;4c",
        "\x1b[0n",
        "\x1b[>0;276;0c",
        "\x1b[99~",
        "\x1b[201~",
    ] {
        assert_eq!(typed(&[report.as_bytes()]), [], "{report:?}");
    }
    let attributes = "\x1b[?62;1;2;4;6;7;8;9;15;16;18;21;22;28;29;32;42;44;45;46;52c";
    assert_eq!(typed(&[attributes.as_bytes()]), []);
    assert_eq!(typed(&[b"\x1b[15"]), []);
    assert_eq!(
        typed(&[format!("\x1b[{}x", "1".repeat(256)).as_bytes()]),
        []
    );
    assert_eq!(
        typed(&[format!("\x1b[{}2x", "1".repeat(256)).as_bytes()]),
        [text("2x")]
    );
}

/// What terminals answer in strings: a colour, a title, a name, a setting, a picture, and what
/// nobody defined.
const REPORTS: [&str; 9] = [
    "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "\x1b]11;rgb:ffff/ffff/ffff\x07",
    "\x1b]l壶镇 - ssh\x1b\\",
    "\x1bP>|xterm(370)\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1bP1+r544e=787465726d\x1b\\",
    "\x1b_Gi=1;OK\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstart\x1b\\",
];

#[test]
fn a_report_is_swallowed_whole_wherever_it_is_cut_and_nothing_beside_it() {
    for report in REPORTS {
        let bytes = format!("甲{report}乙\r");
        for at in 0..=bytes.len() {
            let inputs = joined(typed(&[&bytes.as_bytes()[..at], &bytes.as_bytes()[at..]]));
            assert_eq!(
                inputs,
                [text("甲乙"), key(Code::Enter)],
                "{report:?} cut at {at}"
            );
        }
    }
    assert_eq!(typed(&[REPORTS.concat().as_bytes()]), []);
}

#[test]
fn a_report_without_its_end_is_swallowed_until_a_key_or_a_pause() {
    for report in ["\x1b]11;rgb:0000/0000", "\x1bP>|xterm(3", "\x1b_Gi=1;O"] {
        assert_eq!(typed(&[report.as_bytes()]), []);
        assert_eq!(
            typed(&[report.as_bytes(), b"\t", b"1"]),
            [key(Code::Tab), text("1")]
        );
        assert_eq!(
            typed(&[report.as_bytes(), b"\x1b[A1"]),
            [key(Code::Up), text("1")]
        );
        assert_eq!(typed(&[report.as_bytes(), b"\x1b"]), [key(Code::Esc)]);
        let mut decoder = Decoder::default();
        assert_eq!(
            (decoder.feed(report.as_bytes()), decoder.patience()),
            (vec![], Some(SEQUENCE_WAIT))
        );
        assert_eq!((decoder.timeout(), decoder.patience()), (vec![], None));
        assert_eq!(decoder.feed("壶".as_bytes()), [text("壶")]);
    }
}

#[test]
fn a_report_of_any_length_is_swallowed_and_not_kept() {
    let long = format!("\x1b]52;c;{}\x07甲", "QUJD".repeat(50_000));
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    for packet in long.as_bytes().chunks(4096) {
        inputs.extend(decoder.feed(packet));
        assert!(decoder.pending.len() <= 4096);
        assert!(
            !matches!(&decoder.whole, Some(Whole::TerminalReport(report)) if report.length() > 4096)
        );
    }
    assert_eq!(inputs, [text("甲")]);
    // One that nobody ends is given up with the next key too.
    assert_eq!(
        typed(&[format!("\x1bX{}\r甲", "x".repeat(9000)).as_bytes()]),
        [key(Code::Enter), text("甲")]
    );
}

#[test]
fn reports_of_a_mouse_and_of_modes_open_no_help() {
    let reports: [&[u8]; 10] = [
        b"\x1b[<35;10;10M",
        b"\x1b[<0;80;24m",
        b"\x1b[?1;0;256S",
        b"\x1b[?5;5R",
        b"\x1b[?2026;2$y",
        b"\x1b[35;10;10M",
        b"\x1b[M !!",
        b"\x1b[MC\xa5\x98",
        "\x1b[MCĀĂ".as_bytes(),
        b"\x1b[M#\x7f8",
    ];
    for report in reports {
        for at in 0..=report.len() {
            assert_eq!(
                typed(&[&report[..at], &report[at..], b"a"]),
                [text("a")],
                "{report:?} cut at {at}"
            );
        }
    }
}

#[test]
fn the_f1_that_looks_like_a_mouse_is_f1_without_a_report_behind_it() {
    let f1 = || key(Code::F(1));
    assert_eq!(typed(&[b"\x1b[M"]), [f1()]);
    assert_eq!(typed(&[b"\x1b[Ma"]), [f1(), text("a")]);
    assert_eq!(typed(&[b"\x1b[M\r"]), [f1(), key(Code::Enter)]);
    assert_eq!(typed(&[b"\x1b[M\x1b[A"]), [f1(), key(Code::Up)]);
    assert_eq!(typed(&["\x1b[M壶镇".as_bytes()]), [f1(), text("壶镇")]);
    let mut decoder = Decoder::default();
    assert_eq!(
        (decoder.feed(b"\x1b[M"), decoder.patience()),
        (vec![], Some(ESCAPE_WAIT))
    );
}

#[test]
fn invisible_characters_are_not_typed() {
    assert_eq!(
        typed(&["壶\u{FE0F}镇\u{200B}\u{202E}\u{2066}\u{FEFF}\u{85}x".as_bytes()]),
        [text("壶镇x")]
    );
    assert_eq!(typed(&["\u{200D}".as_bytes()]), []);
}

#[test]
fn a_paste_keeps_lines_and_tabs_and_nothing_else_that_controls() {
    let pasted = "\x1b[200~甲\t850\r\n乙\r丙\n\x1b[31m\u{200B}\x07丁\x1b[201~";
    assert_eq!(
        typed(&[pasted.as_bytes()]),
        [paste("甲\t850\n乙\n丙\n[31m丁")]
    );
    assert_eq!(typed(&[b"\x1b[200~\x1b[201~"]), []);
}

#[test]
fn a_paste_split_anywhere_is_one_paste() {
    let bytes = "a\x1b[200~壶镇\x1b[201~b\r".as_bytes();
    let expected = [text("a"), paste("壶镇"), text("b"), key(Code::Enter)];
    for at in 0..=bytes.len() {
        assert_eq!(
            typed(&[&bytes[..at], &bytes[at..]]),
            expected,
            "split at {at}"
        );
    }
    assert_eq!(typed(&bytes.chunks(1).collect::<Vec<_>>()), expected);
    assert_eq!(
        typed(&[b"\x1b[200~1\x1b[201~\x1b[200~2\x1b[201~"]),
        [paste("1"), paste("2")]
    );
}

#[test]
fn a_paste_without_an_end_locks_nobody_out() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed("\x1b[200~壶镇".as_bytes()), []);
    assert_eq!(decoder.patience(), Some(PASTE_WAIT));
    assert_eq!(decoder.timeout(), [paste("壶镇")]);
    assert_eq!(decoder.feed(b"\x11"), [ctrl('q')]);
}

fn soup() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let seasoned = prop_oneof![
        3 => any::<u8>(),
        2 => Just(ESC),
        2 => prop::sample::select(b"[O~;0123456789ABMRu<?".to_vec()),
        2 => prop::sample::select(b"]PX^_\\\x07".to_vec()),
        1 => prop::sample::select("壶镇".as_bytes().to_vec()),
    ];
    prop::collection::vec(prop::collection::vec(seasoned, 0..24), 0..8)
}

/// Keys of several dialects, and a paste.
const TORN: [&[u8]; 8] = [
    b"\x1b[A",
    b"\x1bOB",
    b"\x1b[1;5D",
    b"\x1b[15~",
    b"\x1b[[C",
    b"\x1b[200~a\x1b[201~",
    b"\x1b[27u",
    b"\x1b[Z",
];

/// The inputs with neighbouring texts joined: where a text is cut means nothing.
fn joined(inputs: Vec<Input>) -> Vec<Input> {
    inputs.into_iter().fold(Vec::new(), |mut joined, input| {
        match (joined.last_mut(), input) {
            (Some(Input::Text(before)), Input::Text(text)) => before.push_str(&text),
            (_, input) => joined.push(input),
        }
        joined
    })
}

proptest! {
    #[test]
    fn no_byte_soup_panics_or_gets_stuck(packets in soup()) {
        let mut decoder = Decoder::default();
        for packet in packets {
            let mut inputs = decoder.feed(&packet);
            inputs.extend(silence(&mut decoder));
            for input in inputs {
                match input {
                    Input::Text(text) => prop_assert!(!text.is_empty() && !text.contains(is_invisible)),
                    Input::Paste(text) => prop_assert!(!text.is_empty() && !text.contains(char::from(ESC))),
                    Input::Key(key) => prop_assert!(key.ctrl || !matches!(key.code, Code::Char(_))),
                    Input::Resize(..) => prop_assert!(false, "no byte changes the size"),
                }
            }
            prop_assert_eq!(decoder.patience(), None);
        }
        // Half a character may swallow what follows it, but only so far.
        decoder.feed(b"...");
        prop_assert_eq!(decoder.feed(b"\r"), [key(Code::Enter)]);
    }

    #[test]
    fn a_key_torn_behind_its_escape_is_never_typed(at in 0..TORN.len(), cut in 2_usize..8) {
        let bytes = TORN[at];
        let (escape, rest) = bytes.split_at(1);
        let mut packets = vec![escape];
        // In two parts at most: between them nothing is waited for in vain.
        let cut = cut.min(rest.len());
        packets.push(&rest[..cut]);
        let mut decoder = Decoder::default();
        let mut inputs = decoder.feed(packets[0]);
        inputs.extend(decoder.timeout());
        inputs.extend(decoder.feed(packets[1]));
        inputs.extend(decoder.feed(&rest[cut..]));
        inputs.extend(silence(&mut decoder));
        let whole = typed(&[bytes]);
        prop_assert_eq!(&inputs[..1], [key(Code::Esc)]);
        prop_assert_eq!(&inputs[1..], whole);
    }

    #[test]
    fn the_cuts_of_the_network_do_not_matter(packets in soup()) {
        let cut: Vec<&[u8]> = packets.iter().map(Vec::as_slice).collect();
        prop_assert_eq!(joined(typed(&cut)), joined(typed(&[&packets.concat()])));
    }
}
