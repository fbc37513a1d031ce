"""Who walks through the matrix: each role once, whoever is signed out, and twins whose post or room has ended."""

SUBJECTS = {
    "何书记": "committee",
    "罗宁": "centre",
    "陈雅琴": "secretary of the branch",
    "冯远": "secretary of another branch",
    "赵敏": "keeper of the room",
    "吴霜": "keeper of the grid next door",
    "周晓雨": "lead of the room",
    "韩冬": "resident, who reported",
    "沈青": "resident next door",
    "王师傅": "warden",
    "孔科长": "office",
    "周老师": "counsellor",
    "严谨": "auditor",
    "石工": "admin",
    "丁前": "keeper until yesterday, still living here",
    "钱乐": "moved out",
    "": "signed out",
}
