"""Texts of: demo. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.demo.help": ("데모 금융그룹의 데이터를 만듭니다.", "Make the demo group's data."),
    "cli.demo.example": ("aiws demo build", "aiws demo build"),
    "cli.demo.build.help": (
        "데모 금융그룹의 웨어하우스를 만들고 카탈로그를 색인합니다.",
        "Build the demo group's warehouse and index its catalog.",
    ),
    "cli.demo.build.example": ("aiws demo build --scale 0.1", "aiws demo build --scale 0.1"),
    "cli.demo.scale": (
        "데이터의 크기 (1이면 약 200만 행).",
        "Size of the data (1 is about two million rows).",
    ),
    "cli.demo.path": (
        "웨어하우스 파일 (없으면 AIWS_HOME 아래).",
        "The warehouse file (default: under AIWS_HOME).",
    ),
    "cli.demo.bad_scale": (
        "--scale 값은 0보다 크고 1000 이하여야 합니다: {value}",
        "--scale must be above 0 and at most 1000: {value}",
    ),
    "cli.demo.not_ours": (
        "{path:은/는} 데모 데이터 파일이 아니거나 지금 열 수 없어 덮어쓰지 않았습니다. --path로 다른 파일을 지정해 주세요.",
        "{path} is no demo warehouse, or cannot be opened now, and was left as it is. Name another file with --path.",
    ),
    "cli.demo.building": ("데모 데이터를 만드는 중: {name}", "building the demo data: {name}"),
    "cli.demo.indexing": ("카탈로그를 색인하는 중", "indexing the catalog"),
    "cli.demo.built": (
        "{path}: 테이블 {tables:,}개, {rows:,}행, 기준일 {as_of} ({seconds:.1f}초)",
        "{path}: {tables:,} tables, {rows:,} rows, as of {as_of} ({seconds:.1f} s)",
    ),
    "cli.demo.indexed": (
        "카탈로그 색인 완료: 테이블 {tables:,}개",
        "catalog indexed: {tables:,} tables",
    ),
    "cli.demo.next": (
        '이제 물어보세요: aiws ask "은행 영업점의 영업점유형별 건수를 알려줘"',
        'Now ask: aiws ask "How many bank branches are there by region?"',
    ),
}
