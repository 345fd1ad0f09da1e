"""What the published tables say in English, in the wording of Taiwan's own documents."""

MEASURES = {
    "share of persons in areas reached by 5G signal, best operator": "5G 訊號可及地區之人口占比（最佳單一業者）",
    "remote townships with at least one 5G high-speed station": "設有至少一座 5G 高速基地臺之偏鄉占比",
    "5G base stations in service": "啟用之 5G 基地臺數",
    "subsidised stations in remote settlements and main roads": "偏遠聚落及主要道路之補助基地臺數",
    "households that can be offered 1 Gbps": "可供裝 1 Gbps 寬頻之家戶占比",
    "households within 400 m of a fibre drop point, serviceable within 3 months": (
        "距光纖箱點 400 公尺內、3 個月內可供裝之家戶占比"
    ),
    "remote townships reached by 1 Gbps": "1 Gbps 寬頻到達之偏鄉占比",
    "remote villages reached by 100 Mbps": "100 Mbps 寬頻到達之偏鄉村里數",
    "tribes with outdoor Wi-Fi (100/20 Mbps)": "建置戶外 Wi-Fi（100/20 Mbps）之部落數",
    "mountain places with improved mobile signal": "改善行動通訊訊號之山區地點數",
    "5G service applications in the year": "當年度 5G 應用服務案數",
    "5G service applications, two years together": "5G 應用服務案數，兩年合計",
    "firms joining in the year": "當年度參與業者家數",
    "firms joining, two years together": "參與業者家數，兩年合計",
    "cross-region or local smart services, cumulative": "跨區或在地智慧服務案數（累計）",
}
DENOMINATORS = {
    "persons outside remote areas (the note under the table says all persons)": (
        "偏遠地區以外之人口（表下附註寫為全部人口）"
    ),
    "86 remote townships (87 statutory areas)": "86 個偏鄉（法定偏遠地區為 87 個）",
    "all households (body text: outside remote areas)": "全部家戶（本文寫為偏遠地區以外）",
    "households outside remote areas": "偏遠地區以外之家戶",
    "86 remote townships": "86 個偏鄉",
    "768 remote villages": "768 個偏鄉村里",
    "736 tribes": "736 個部落",
    "98 planned": "規劃之 98 處",
}
NOTES = {
    "360-degree viewing; round 1": "360 度觀賽；第一輪",
    "VR bus guide, live selling; round 1": "VR 巴士導覽、直播銷售；第一輪",
    "round 1": "第一輪",
    "round 2": "第二輪",
    "location not stated": "未載明地點",
    "demonstration 1; venue network surveyed on site": "示範一；場域網路經現場量測",
    "demonstration 2; venue network surveyed on site": "示範二；場域網路經現場量測",
    "county only": "僅載明縣市",
    "100% covered, about 3.5 ha": "涵蓋 100%，約 3.5 公頃",
    "100% covered, about 2.3 ha": "涵蓋 100%，約 2.3 公頃",
    "control < 60 ms, image < 180 ms, about 100 km": "操控 < 60 毫秒、影像 < 180 毫秒，距離約 100 公里",
    "Shiding, Wanli, Nanzhuang, Dulan": "石碇、萬里、南庄、都蘭",
    "5G telemedicine suitcase": "5G 遠距醫療行動箱",
    "five-site trial": "五處試辦",
    "8 subsystems": "8 個子系統",
    "10 cases in the city": "市內 10 個案例",
    "100 air boxes": "100 臺空氣盒子",
    "two counties": "兩縣",
    "500 hotspots, wear rate 83%": "500 個熱點、配戴率 83%",
    "45 schools, 186 sites, 7 counties": "45 校、186 個據點、7 縣市",
    "city leads island": "由都會帶領離島",
    "county level": "縣市層級",
    "nationwide; 52 routes": "全國；52 條路線",
}
SERVICES = {
    "4K live selling": "4K 直播銷售",
    "360-degree 4K live": "360 度 4K 直播",
    "stadium interactive app": "球場互動 App",
    "VR bus guide 1080p": "VR 巴士導覽 1080p",
    "virtual park walk": "虛擬公園漫步",
    "remote ultrasound": "遠距超音波",
    "basic broadband right": "基本寬頻權",
    "tribal outdoor Wi-Fi": "部落戶外 Wi-Fi",
}
BASES = {
    "observed smooth at 55.9 Mbit/s up; 11.3 not enough": "實測上行 55.9 Mbit/s 時順暢，11.3 不足",
    "stated need; 55 was not enough": "文件載明之需求；55 不足",
    "observed smooth": "實測順暢",
    "observed 210 to 370 Mbit/s down": "實測下行 210 至 370 Mbit/s",
    "observed 11 ms ping; 38 ms on 4G": "實測往返延遲 11 毫秒；4G 為 38 毫秒",
    "control < 60 ms, image < 180 ms": "操控 < 60 毫秒、影像 < 180 毫秒",
    "stated policy floor": "文件載明之政策下限",
    "stated": "文件載明",
}


def of(words, text):
    """The Chinese for a text of a table; a text that has none stops the build."""
    if not text:
        return ""
    if text not in words:
        raise ValueError(f"no Chinese for '{text}': add it to scripts/gisdata/chinese.py")
    return words[text]
