"""Words that tell a role from an employer, a school from a degree, and one occupation from another."""

import re

from contracts.resumes import JobFamily

ROLE = re.compile(
    r"\b(?:engineer|developer|programmer|designer|manager|analyst|scientist|architect|lead|head|director|consultant"
    r"|specialist|coordinator|associate|assistant|intern|internship|administrator|officer|representative|executive|nurse|teacher"
    r"|tutor|instructor|lecturer|chef|cook|barista|server|marketer|recruiter|accountant|auditor|writer|editor|producer"
    r"|technician|operator|supervisor|planner|strategist|researcher|owner|founder|cto|ceo|pm|po|sre|agent|clerk"
    r"|salesperson|driver|secretary|trainer|buyer|bookkeeper|cashier|waiter|receptionist)s?\b"
    r"|개발자|개발$|엔지니어|디자이너|기획자|기획$|마케터|매니저|분석가|과학자|연구원|팀장|파트장|대리|과장|차장|부장|사원|주임|선임|책임|수석|인턴"
    r"|간호사|교사|강사|요리사|조리사|셰프|바리스타|점장|담당|관리자|상담사|상담원|회계사|영업$|작가|에디터|기자|프로듀서|실장|본부장|이사$|대표$|조교"
    r"|운영$|운영자|마케팅$|설계$|컨설턴트|지배인|승무원|은행원",
    re.IGNORECASE,
)
ORGANISATION = re.compile(
    r"\b(?:inc|ltd|llc|corp|corporation|company|co|gmbh|plc|group|labs?|studio|bank|hospital|clinic|school|university"
    r"|college|institute|hotel|restaurant|agency|foundation|systems|technologies|software|partners|holdings)\b\.?"
    r"|\(주\)|㈜|주식회사|유한회사|병원|의원|학교|학원|은행|그룹|호텔|전자|증권|보험|연구소|센터|재단|공사|스튜디오|컴퍼니|랩스|소프트|시스템즈",
    re.IGNORECASE,
)
SCHOOL = re.compile(
    r"\b(?:universi\w+|college|institut\w*|school|academy|bootcamp|polytechnic)\b"
    r"|대학교|대학원|대학$|대학\s|고등학교|전문대|부트캠프|아카데미|학교|KAIST|POSTECH|UNIST|카이스트",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"\b(?:b\.?\s?s\.?c?|b\.?\s?a|m\.?\s?s\.?c?|m\.?\s?a|ph\.?\s?d|mba|bachelor|master|doctor|diploma|degree|associate|major"
    r"|certificate|a-levels?)\b|학사|석사|박사|전공|학과|학부|과정|수료|계열|문과|이과",
    re.IGNORECASE,
)
DEPARTMENT = re.compile(r"(?:팀|본부|부서|사업부|파트|실|그룹)$|\b(?:team|department|division)\b", re.IGNORECASE)

FAMILIES = {
    JobFamily.SOFTWARE: (
        r"백엔드|프론트엔드|서버 ?개발\w*|웹 ?개발\w*|앱 ?개발\w*|소프트웨어|풀스택|데브옵스|안드로이드|iOS"
        r"|개발자|프로그래머|보안 ?엔지니어|back-?end|front-?end|full-?stack"
        r"|software(?: (?:developer|engineer))?|devops|sre"
        r"|site reliability|android|web developer|mobile developer|programmer|platform engineer"
        r"|security engineer|developer"
    ),
    JobFamily.DATA: (
        r"데이터 ?(?:분석가?|엔지니어\w*|사이언티스트|과학자)|머신 ?러닝|딥러닝|인공지능|AI 엔지니어"
        r"|data (?:analyst|engineer|scientist)|machine learning|ml engineer|ai engineer|data science"
    ),
    JobFamily.PRODUCT: (
        r"서비스 ?기획\w*|프로덕트 ?(?:매니저|오너)|상품 ?기획\w*|기획자|product (?:manager|owner)"
        r"|service planner|project manager"
    ),
    JobFamily.DESIGN: (
        r"디자이너|(?:UI|UX|UX/UI|UI/UX|웹|그래픽|프로덕트) ?디자인"
        r"|(?:product|graphic|ux|ui|web|visual|interior) designer|designer"
    ),
    JobFamily.MARKETING: (r"마케터|마케팅|브랜드 ?매니저|홍보|marketer|marketing|brand manager|public relations"),
    JobFamily.SALES: (
        r"영업\w*|세일즈|account executive|sales(?:person| manager| representative)?|business development"
    ),
    JobFamily.SUPPORT: (
        r"고객 ?(?:상담|지원|센터)\w*|상담원|CS 매니저|customer (?:support|service|success)\w*|help ?desk"
        r"|call cent(?:er|re)"
    ),
    JobFamily.PEOPLE: (
        r"인사 ?(?:담당|팀|관리)\w*|채용 ?담당\w*|recruiter|human resources|hr (?:manager|specialist)"
        r"|talent acquisition"
    ),
    JobFamily.FINANCE: (
        r"회계\w*|재무\w*|세무\w*|은행원|경리|accountant|accounting|auditor|financial analyst|bookkeeper"
        r"|bank teller"
    ),
    JobFamily.EDUCATION: (r"교사|강사|선생님|교육 ?담당\w*|teacher|tutor|instructor|lecturer"),
    JobFamily.HEALTH: (
        r"간호사|물리치료사|임상병리사|약사|의사|간호조무사|nurse|physiotherapist|pharmacist|physician"
        r"|paramedic|caregiver"
    ),
    JobFamily.HOSPITALITY: (
        r"바리스타|요리사|조리사|셰프|점장|호텔리어|호텔 ?프런트|승무원|지배인|chef|cook|barista|waiter"
        r"|waitress|hotel|restaurant manager|flight attendant|receptionist"
    ),
    JobFamily.MANUFACTURING: (
        r"생산 ?관리\w*|품질 ?관리\w*|공정\w*|설비\w*|production (?:manager|engineer)"
        r"|quality (?:control|engineer)|process engineer|mechanical engineer|assembly"
    ),
    JobFamily.LOGISTICS: (r"물류\w*|구매 ?담당\w*|유통\w*|logistics|supply chain|warehouse|procurement|driver"),
    JobFamily.MEDIA: (
        r"기자|에디터|작가|방송\w*|PD|영상 ?편집\w*|journalist|reporter|copywriter|video editor|producer"
    ),
}
