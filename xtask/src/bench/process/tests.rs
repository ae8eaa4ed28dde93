//! Reading the kernel's figures, on real text and on a real program.

use super::*;

#[test]
fn cpu_ticks_are_found_behind_a_name_with_brackets_and_count_those_of_children() {
    let stat = "12 (a) (b c)) Z 1 2 3 4 5 6 7 8 9 10 250 131 30 4 20 0 1 0 55";
    assert_eq!(parse_ticks(stat), Some((280, 135)));
}

#[test]
fn a_program_is_charged_with_its_cpu_time_and_its_output_is_kept() {
    let mut program = Command::new("sh");
    program.args(["-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done; exit 3"]);
    let mut looks = 0;
    let ended = measure(&program, 0, |_, _| looks += 1).expect("sh runs everywhere");
    assert!(ended.cost.user_s + ended.cost.system_s > 0.0, "{ended:?}");
    assert!(ended.cost.resident_max_kib > 0 && looks > 0, "{ended:?}");
    assert_eq!((ended.output.as_str(), ended.status.code()), ("done\n", Some(3)));
}
