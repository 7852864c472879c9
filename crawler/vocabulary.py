"""The fixed words of the register: sectors, relations, regions and prefectures, each with its Japanese name."""

from __future__ import annotations

# Sector codes of the helpdesk's mapping of 2016, refined; several are joined by ";".
SECTORS = {
    "LIFE": ("Pharma, bio, health, medical, welfare", "医薬・バイオ・健康・医療・福祉"),
    "ENV": ("Environment", "環境"),
    "ENER": ("Energy", "エネルギー"),
    "IT": ("IT", "情報技術"),
    "AUTO": ("Automobile", "自動車"),
    "ELEC": ("Electronic components, devices, semiconductors", "電子部品・デバイス・半導体"),
    "PREC": ("Precision manufacturing", "精密加工・ものづくり"),
    "AERO": ("Aerospace", "航空宇宙"),
    "FOOD": ("Food", "食品"),
    "MAT": ("Materials", "材料"),
    "NANO": ("Nanotechnology", "ナノテクノロジー"),
    "ROBO": ("Robotics", "ロボット"),
    "MAR": ("Marine", "海洋"),
    "PHOT": ("Photonics", "光技術"),
    "MULTI": ("Several sectors", "複数分野"),
}

# International relations in the six classes of the helpdesk's mapping of 2016; an empty cell is the fifth.
RELATIONS = {
    "eu-ongoing": ("Ongoing relations with the EU", "EUとの連携が継続中"),
    "eu-past": ("Relations with the EU in the past, nothing since", "過去にEUと連携、その後はなし"),
    "asia-america": ("Asia or America only", "アジア・米州のみ"),
    "open": ("Open to relations, no target named", "連携に前向き(相手地域は未定)"),
    "no-information": ("No information", "情報なし"),
    "not-interested": ("Not interested", "関心なし"),
}

# The nine regions that the offices of METI and most statistics use.
REGIONS = {
    "Hokkaido": "北海道",
    "Tohoku": "東北",
    "Kanto": "関東",
    "Chubu": "中部",
    "Kansai": "関西",
    "Chugoku": "中国",
    "Shikoku": "四国",
    "Kyushu": "九州",
    "Okinawa": "沖縄",
}

# In the order of JIS X 0401.
PREFECTURES = {
    "Hokkaido": "北海道", "Aomori": "青森県", "Iwate": "岩手県", "Miyagi": "宮城県", "Akita": "秋田県",
    "Yamagata": "山形県", "Fukushima": "福島県", "Ibaraki": "茨城県", "Tochigi": "栃木県", "Gunma": "群馬県",
    "Saitama": "埼玉県", "Chiba": "千葉県", "Tokyo": "東京都", "Kanagawa": "神奈川県", "Niigata": "新潟県",
    "Toyama": "富山県", "Ishikawa": "石川県", "Fukui": "福井県", "Yamanashi": "山梨県", "Nagano": "長野県",
    "Gifu": "岐阜県", "Shizuoka": "静岡県", "Aichi": "愛知県", "Mie": "三重県", "Shiga": "滋賀県",
    "Kyoto": "京都府", "Osaka": "大阪府", "Hyogo": "兵庫県", "Nara": "奈良県", "Wakayama": "和歌山県",
    "Tottori": "鳥取県", "Shimane": "島根県", "Okayama": "岡山県", "Hiroshima": "広島県", "Yamaguchi": "山口県",
    "Tokushima": "徳島県", "Kagawa": "香川県", "Ehime": "愛媛県", "Kochi": "高知県", "Fukuoka": "福岡県",
    "Saga": "佐賀県", "Nagasaki": "長崎県", "Kumamoto": "熊本県", "Oita": "大分県", "Miyazaki": "宮崎県",
    "Kagoshima": "鹿児島県", "Okinawa": "沖縄県",
}  # fmt: skip
