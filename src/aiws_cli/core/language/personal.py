"""Texts of: personal data and secrets. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.personal_data": (
        "이 역할은 개인정보가 든 결과를 볼 수 없습니다: {reason}",
        "this role does not see results with personal data in them: {reason}",
    ),
    "error.personal_data.hint": (
        "그 열을 빼거나 건수·합계로 바꿔 물어보세요. 꼭 필요하면 데이터 담당자에게 권한을 요청해 주세요.",
        "Ask without those columns, or for counts and sums. Where you need them, ask the data's owner for the right.",
    ),
    "personal.warning": (
        "결과에 개인정보가 들어 있습니다: {what}. 저장하거나 보낼 때 주의해 주세요.",
        "the result holds personal data: {what}. Mind where you save or send it.",
    ),
    "personal.masked": (
        "결과의 개인정보를 가렸습니다: {what}.",
        "personal data in the result is masked: {what}.",
    ),
    "personal.resident_no": ("주민등록번호", "resident number"),
    "personal.foreigner_no": ("외국인등록번호", "foreigner number"),
    "personal.corporate_no": ("법인등록번호", "corporate number"),
    "personal.business_no": ("사업자등록번호", "business number"),
    "personal.card": ("카드번호", "card number"),
    "personal.account": ("계좌번호", "account number"),
    "personal.passport": ("여권번호", "passport number"),
    "personal.licence": ("운전면허번호", "driving licence"),
    "personal.phone": ("전화번호", "phone number"),
    "personal.email": ("이메일", "e-mail address"),
    "personal.password": ("비밀번호", "password"),
    "personal.password_in_url": ("주소 속 비밀번호", "password in a URL"),
    "personal.private_key": ("개인 키", "private key"),
    "personal.webhook": ("웹훅 주소", "webhook URL"),
    "personal.vendor_key": ("서비스 키", "service key"),
}
