#include "sources/headings.h"

#include "evenreach/sources.h"
#include "sources/fold.h"

#include <stdlib.h>
#include <string.h>

/** One line a synonym, written as er_fold leaves it: small letters, no spaces, no punctuation.
 *  Kind "*" is for every kind, "antennas" for stations and sectors; else kinds are those of
 *  er_input. */
static const struct {
    const char *kind;
    const char *field;
    const char *synonym;
} headings[] = {
    /* places */
    {"*", "lon", "lon"},
    {"*", "lon", "long"},
    {"*", "lon", "lng"},
    {"*", "lon", "longitude"},
    {"*", "lon", "經度"},
    {"*", "lon", "東經"},
    {"*", "lat", "lat"},
    {"*", "lat", "latitude"},
    {"*", "lat", "緯度"},
    {"*", "lat", "北緯"},
    {"*", "x", "x"},
    {"*", "x", "coordx"},
    {"*", "x", "xcoord"},
    {"*", "x", "tm2x"},
    {"*", "x", "xtm2"},
    {"*", "x", "east"},
    {"*", "x", "easting"},
    {"*", "x", "x坐標"},
    {"*", "x", "坐標x"},
    {"*", "x", "x軸"},
    {"*", "x", "橫坐標"},
    {"*", "x", "東坐標"},
    {"*", "x", "二度分帶x坐標"},
    {"*", "y", "y"},
    {"*", "y", "coordy"},
    {"*", "y", "ycoord"},
    {"*", "y", "tm2y"},
    {"*", "y", "ytm2"},
    {"*", "y", "north"},
    {"*", "y", "northing"},
    {"*", "y", "y坐標"},
    {"*", "y", "坐標y"},
    {"*", "y", "y軸"},
    {"*", "y", "縱坐標"},
    {"*", "y", "北坐標"},
    {"*", "y", "二度分帶y坐標"},
    {"*", "wkt", "wkt"},
    {"*", "wkt", "geom"},
    {"*", "wkt", "thegeom"},
    {"*", "wkt", "geometry"},
    {"*", "synthetic", "synthetic"},
    {"*", "synthetic", "合成"},
    {"*", "synthetic", "合成資料"},

    {"units", "code", "code"},
    {"units", "code", "unitcode"},
    {"units", "code", "id"},
    {"units", "code", "代碼"},
    {"units", "code", "行政區域代碼"},
    {"units", "code", "行政區代碼"},
    {"units", "code", "區域別代碼"},
    {"units", "code", "countycode"},
    {"units", "code", "towncode"},
    {"units", "code", "villcode"},
    {"units", "code", "villagecode"},
    {"units", "code", "縣市代碼"},
    {"units", "code", "鄉鎮市區代碼"},
    {"units", "code", "村里代碼"},
    {"units", "name", "name"},
    {"units", "name", "unitname"},
    {"units", "name", "名稱"},
    {"units", "name", "countyname"},
    {"units", "name", "townname"},
    {"units", "name", "villname"},
    {"units", "name", "namezh"},
    {"units", "name", "縣市"},
    {"units", "name", "鄉鎮市區"},
    {"units", "name", "村里"},
    {"units", "name_en", "nameen"},
    {"units", "name_en", "countyeng"},
    {"units", "name_en", "towneng"},
    {"units", "name_en", "villeng"},
    {"units", "name_en", "英文名稱"},
    {"units", "parent_code", "parentcode"},
    {"units", "parent_code", "parent"},
    {"units", "parent_code", "上級代碼"},

    {"population", "code", "code"},
    {"population", "code", "unitcode"},
    {"population", "code", "countycode"},
    {"population", "code", "towncode"},
    {"population", "code", "villcode"},
    {"population", "code", "villagecode"},
    {"population", "code", "代碼"},
    {"population", "code", "行政區域代碼"},
    {"population", "code", "行政區代碼"},
    {"population", "code", "區域別代碼"},
    {"population", "code", "縣市代碼"},
    {"population", "code", "鄉鎮市區代碼"},
    {"population", "code", "村里代碼"},
    {"population", "code", "districtcode"},
    {"population", "persons", "persons"},
    {"population", "persons", "population"},
    {"population", "persons", "people"},
    {"population", "persons", "pop"},
    {"population", "persons", "人口"},
    {"population", "persons", "人口數"},
    {"population", "persons", "總人口"},
    {"population", "persons", "總人口數"},
    {"population", "persons", "人口總數"},
    {"population", "persons", "peopletotal"},
    {"population", "persons", "pcnt"},
    {"population", "households", "households"},
    {"population", "households", "戶數"},
    {"population", "households", "總戶數"},
    {"population", "households", "householdno"},
    {"population", "households", "hcnt"},
    {"population", "as_of", "asof"},
    {"population", "as_of", "date"},
    {"population", "as_of", "年月"},
    {"population", "as_of", "統計期"},
    {"population", "as_of", "統計年月"},
    {"population", "as_of", "資料時間"},
    {"population", "as_of", "infotime"},
    {"population", "as_of", "statisticyyymm"},

    {"stations", "code", "code"},
    {"stations", "code", "stationcode"},
    {"stations", "code", "stationid"},
    {"stations", "code", "siteid"},
    {"stations", "code", "cellid"},
    {"stations", "code", "id"},
    {"stations", "code", "編號"},
    {"stations", "code", "站號"},
    {"stations", "code", "基地臺編號"},
    {"stations", "code", "電臺編號"},
    {"stations", "operator", "operator"},
    {"stations", "operator", "carrier"},
    {"stations", "operator", "provider"},
    {"stations", "operator", "業者"},
    {"stations", "operator", "業者名稱"},
    {"stations", "operator", "電信業者"},
    {"stations", "operator", "公司名稱"},
    {"stations", "technology", "technology"},
    {"stations", "technology", "radio"},
    {"stations", "technology", "generation"},
    {"stations", "technology", "類別"},
    {"stations", "technology", "系統"},
    {"stations", "technology", "技術"},
    {"stations", "band", "band"},
    {"stations", "band", "頻段"},
    {"stations", "freq_mhz", "freqmhz"},
    {"stations", "freq_mhz", "frequency"},
    {"stations", "freq_mhz", "frequencymhz"},
    {"stations", "freq_mhz", "freq"},
    {"stations", "freq_mhz", "頻率"},
    {"stations", "freq_mhz", "頻率mhz"},
    {"stations", "height_m", "heightm"},
    {"stations", "height_m", "height"},
    {"stations", "height_m", "antennaheight"},
    {"stations", "height_m", "天線高度"},
    {"stations", "height_m", "高度"},
    {"stations", "radius_m", "radiusm"},
    {"stations", "radius_m", "radius"},
    {"stations", "radius_m", "涵蓋半徑"},
    {"stations", "radius_m", "半徑"},
    {"stations", "status", "status"},
    {"stations", "status", "狀態"},
    {"stations", "date_on", "dateon"},
    {"stations", "date_on", "date"},
    {"stations", "date_on", "onairdate"},
    {"stations", "date_on", "啟用日期"},
    {"stations", "date_on", "開臺日期"},
    {"stations", "date_on", "架設日期"},
    {"stations", "unit_code", "unitcode"},
    {"stations", "unit_code", "towncode"},
    {"stations", "unit_code", "countycode"},
    {"stations", "unit_code", "行政區域代碼"},
    {"stations", "unit_code", "鄉鎮市區代碼"},
    {"stations", "unit_code", "縣市代碼"},
    {"stations", "county", "county"},
    {"stations", "county", "縣市"},
    {"stations", "county", "縣市別"},
    {"stations", "town", "town"},
    {"stations", "town", "鄉鎮市區"},
    {"stations", "town", "行政區"},
    {"stations", "count", "基地臺"},
    {"stations", "count", "基地臺數"},
    {"stations", "count", "stations"},
    {"stations", "count", "stationcount"},
    {"stations", "count", "stations4g"},
    {"stations", "count", "stations5g"},
    {"stations", "as_of", "統計期"},

    /* antennas, of stations and of sectors */
    {"antennas", "azimuth_deg", "azimuthdeg"},
    {"antennas", "azimuth_deg", "azimuth"},
    {"antennas", "azimuth_deg", "azimuths"},
    {"antennas", "azimuth_deg", "bearing"},
    {"antennas", "azimuth_deg", "sectorazimuth"},
    {"antennas", "azimuth_deg", "antennaazimuth"},
    {"antennas", "azimuth_deg", "direction"},
    {"antennas", "azimuth_deg", "方位角"},
    {"antennas", "azimuth_deg", "天線方位角"},
    {"antennas", "azimuth_deg", "方位"},
    {"antennas", "azimuth_deg", "天線方向"},
    {"antennas", "beamwidth_deg", "beamwidthdeg"},
    {"antennas", "beamwidth_deg", "beamwidth"},
    {"antennas", "beamwidth_deg", "horizontalbeamwidth"},
    {"antennas", "beamwidth_deg", "hbeamwidth"},
    {"antennas", "beamwidth_deg", "hbw"},
    {"antennas", "beamwidth_deg", "hpbw"},
    {"antennas", "beamwidth_deg", "波束寬度"},
    {"antennas", "beamwidth_deg", "水平波束寬度"},
    {"antennas", "beamwidth_deg", "水平波寬"},
    {"antennas", "vertical_beamwidth_deg", "verticalbeamwidthdeg"},
    {"antennas", "vertical_beamwidth_deg", "verticalbeamwidth"},
    {"antennas", "vertical_beamwidth_deg", "vbeamwidth"},
    {"antennas", "vertical_beamwidth_deg", "vbw"},
    {"antennas", "vertical_beamwidth_deg", "垂直波束寬度"},
    {"antennas", "vertical_beamwidth_deg", "垂直波寬"},
    {"antennas", "tilt_deg", "tiltdeg"},
    {"antennas", "tilt_deg", "tilt"},
    {"antennas", "tilt_deg", "downtilt"},
    {"antennas", "tilt_deg", "downtiltdeg"},
    {"antennas", "tilt_deg", "totaltilt"},
    {"antennas", "tilt_deg", "下傾角"},
    {"antennas", "tilt_deg", "傾角"},
    {"antennas", "tilt_deg", "俯角"},
    {"antennas", "tilt_deg", "天線傾角"},
    {"antennas", "mechanical_tilt_deg", "mechanicaltiltdeg"},
    {"antennas", "mechanical_tilt_deg", "mechanicaltilt"},
    {"antennas", "mechanical_tilt_deg", "mtilt"},
    {"antennas", "mechanical_tilt_deg", "mechtilt"},
    {"antennas", "mechanical_tilt_deg", "mdt"},
    {"antennas", "mechanical_tilt_deg", "機械下傾角"},
    {"antennas", "mechanical_tilt_deg", "機械傾角"},
    {"antennas", "electrical_tilt_deg", "electricaltiltdeg"},
    {"antennas", "electrical_tilt_deg", "electricaltilt"},
    {"antennas", "electrical_tilt_deg", "etilt"},
    {"antennas", "electrical_tilt_deg", "electilt"},
    {"antennas", "electrical_tilt_deg", "edt"},
    {"antennas", "electrical_tilt_deg", "電子下傾角"},
    {"antennas", "electrical_tilt_deg", "電氣下傾角"},
    {"antennas", "electrical_tilt_deg", "電子傾角"},
    {"antennas", "power_dbm", "powerdbm"},
    {"antennas", "power_dbm", "txpowerdbm"},
    {"antennas", "power_dbm", "txpower"},
    {"antennas", "power_dbm", "outputpowerdbm"},
    {"antennas", "power_dbm", "發射功率dbm"},
    {"antennas", "power_dbm", "輸出功率dbm"},
    {"antennas", "power_dbm", "功率dbm"},
    {"antennas", "power_w", "powerw"},
    {"antennas", "power_w", "txpowerw"},
    {"antennas", "power_w", "powerwatt"},
    {"antennas", "power_w", "powerwatts"},
    {"antennas", "power_w", "outputpowerw"},
    {"antennas", "power_w", "發射功率w"},
    {"antennas", "power_w", "輸出功率w"},
    {"antennas", "power_w", "功率w"},
    {"antennas", "power_w", "發射功率瓦"},
    {"antennas", "power_w", "功率瓦"},
    {"antennas", "eirp_dbm", "eirpdbm"},
    {"antennas", "eirp_dbm", "eirp"},
    {"antennas", "eirp_dbm", "有效輻射功率dbm"},
    {"antennas", "eirp_dbm", "等效全向輻射功率"},
    {"antennas", "gain_dbi", "gaindbi"},
    {"antennas", "gain_dbi", "gain"},
    {"antennas", "gain_dbi", "antennagain"},
    {"antennas", "gain_dbi", "antennagaindbi"},
    {"antennas", "gain_dbi", "天線增益"},
    {"antennas", "gain_dbi", "增益"},
    {"antennas", "gain_dbi", "天線增益dbi"},
    {"antennas", "bandwidth_mhz", "bandwidthmhz"},
    {"antennas", "bandwidth_mhz", "bandwidth"},
    {"antennas", "bandwidth_mhz", "bwmhz"},
    {"antennas", "bandwidth_mhz", "channelbandwidth"},
    {"antennas", "bandwidth_mhz", "頻寬"},
    {"antennas", "bandwidth_mhz", "頻寬mhz"},
    {"antennas", "bandwidth_mhz", "載波頻寬"},
    {"antennas", "antenna", "antenna"},
    {"antennas", "antenna", "antennamodel"},
    {"antennas", "antenna", "antennatype"},
    {"antennas", "antenna", "antennapattern"},
    {"antennas", "antenna", "天線"},
    {"antennas", "antenna", "天線型號"},
    {"antennas", "antenna", "天線型式"},

    {"sectors", "station_code", "stationcode"},
    {"sectors", "station_code", "stationid"},
    {"sectors", "station_code", "siteid"},
    {"sectors", "station_code", "sitecode"},
    {"sectors", "station_code", "site"},
    {"sectors", "station_code", "station"},
    {"sectors", "station_code", "enodebid"},
    {"sectors", "station_code", "gnodebid"},
    {"sectors", "station_code", "基地臺編號"},
    {"sectors", "station_code", "電臺編號"},
    {"sectors", "station_code", "站號"},
    {"sectors", "station_code", "站臺編號"},
    {"sectors", "operator", "operator"},
    {"sectors", "operator", "carrier"},
    {"sectors", "operator", "provider"},
    {"sectors", "operator", "業者"},
    {"sectors", "operator", "業者名稱"},
    {"sectors", "operator", "電信業者"},
    {"sectors", "operator", "公司名稱"},
    {"sectors", "sector_code", "sectorcode"},
    {"sectors", "sector_code", "sectorid"},
    {"sectors", "sector_code", "sector"},
    {"sectors", "sector_code", "cellid"},
    {"sectors", "sector_code", "cell"},
    {"sectors", "sector_code", "cellname"},
    {"sectors", "sector_code", "code"},
    {"sectors", "sector_code", "id"},
    {"sectors", "sector_code", "扇區"},
    {"sectors", "sector_code", "扇區編號"},
    {"sectors", "sector_code", "細胞編號"},
    {"sectors", "sector_code", "編號"},
    {"sectors", "band", "band"},
    {"sectors", "band", "頻段"},
    {"sectors", "freq_mhz", "freqmhz"},
    {"sectors", "freq_mhz", "frequency"},
    {"sectors", "freq_mhz", "frequencymhz"},
    {"sectors", "freq_mhz", "freq"},
    {"sectors", "freq_mhz", "頻率"},
    {"sectors", "freq_mhz", "頻率mhz"},
    {"sectors", "height_m", "heightm"},
    {"sectors", "height_m", "height"},
    {"sectors", "height_m", "antennaheight"},
    {"sectors", "height_m", "antennaheightm"},
    {"sectors", "height_m", "天線高度"},
    {"sectors", "height_m", "高度"},

    {"measurements", "rsrp_dbm", "rsrpdbm"},
    {"measurements", "rsrp_dbm", "rsrp"},
    {"measurements", "rsrp_dbm", "ssrsrp"},
    {"measurements", "rsrp_dbm", "ssrsrpdbm"},
    {"measurements", "rsrp_dbm", "nrrsrp"},
    {"measurements", "rsrp_dbm", "nrssrsrp"},
    {"measurements", "rsrp_dbm", "ltersrp"},
    {"measurements", "rsrp_dbm", "crsrsrp"},
    {"measurements", "rsrp_dbm", "signaldbm"},
    {"measurements", "rsrp_dbm", "參考訊號接收功率"},
    {"measurements", "rsrp_dbm", "訊號強度"},
    {"measurements", "rsrp_dbm", "訊號強度dbm"},
    {"measurements", "rsrp_dbm", "接收功率dbm"},
    {"measurements", "sinr_db", "sinrdb"},
    {"measurements", "sinr_db", "sinr"},
    {"measurements", "sinr_db", "sssinr"},
    {"measurements", "sinr_db", "sssinrdb"},
    {"measurements", "sinr_db", "nrsinr"},
    {"measurements", "sinr_db", "ltesinr"},
    {"measurements", "sinr_db", "snr"},
    {"measurements", "sinr_db", "snrdb"},
    {"measurements", "sinr_db", "rssnr"},
    {"measurements", "sinr_db", "訊號雜訊比"},
    {"measurements", "sinr_db", "訊雜比"},
    {"measurements", "sinr_db", "信噪比"},
    {"measurements", "dl_mbps", "dlmbps"},
    {"measurements", "dl_mbps", "downloadmbps"},
    {"measurements", "dl_mbps", "downlinkmbps"},
    {"measurements", "dl_mbps", "dlthroughputmbps"},
    {"measurements", "dl_mbps", "dlmbits"},
    {"measurements", "dl_mbps", "downloadmbits"},
    {"measurements", "dl_mbps", "下載速率"},
    {"measurements", "dl_mbps", "下載速率mbps"},
    {"measurements", "dl_mbps", "下載速度"},
    {"measurements", "dl_mbps", "下載mbps"},
    {"measurements", "ul_mbps", "ulmbps"},
    {"measurements", "ul_mbps", "uploadmbps"},
    {"measurements", "ul_mbps", "uplinkmbps"},
    {"measurements", "ul_mbps", "ulthroughputmbps"},
    {"measurements", "ul_mbps", "ulmbits"},
    {"measurements", "ul_mbps", "uploadmbits"},
    {"measurements", "ul_mbps", "上傳速率"},
    {"measurements", "ul_mbps", "上傳速率mbps"},
    {"measurements", "ul_mbps", "上傳速度"},
    {"measurements", "ul_mbps", "上傳mbps"},
    {"measurements", "dl_kbps", "dlkbps"},
    {"measurements", "dl_kbps", "downloadkbps"},
    {"measurements", "dl_kbps", "downloadkbit"},
    {"measurements", "dl_kbps", "dlbitrate"},
    {"measurements", "dl_kbps", "dlkbits"},
    {"measurements", "dl_kbps", "dlthroughputkbps"},
    {"measurements", "dl_kbps", "下載速率kbps"},
    {"measurements", "ul_kbps", "ulkbps"},
    {"measurements", "ul_kbps", "uploadkbps"},
    {"measurements", "ul_kbps", "uploadkbit"},
    {"measurements", "ul_kbps", "ulbitrate"},
    {"measurements", "ul_kbps", "ulkbits"},
    {"measurements", "ul_kbps", "ulthroughputkbps"},
    {"measurements", "ul_kbps", "上傳速率kbps"},
    {"measurements", "operator", "operator"},
    {"measurements", "operator", "operatorname"},
    {"measurements", "operator", "carrier"},
    {"measurements", "operator", "provider"},
    {"measurements", "operator", "networkname"},
    {"measurements", "operator", "network"},
    {"measurements", "operator", "業者"},
    {"measurements", "operator", "業者名稱"},
    {"measurements", "operator", "電信業者"},
    {"measurements", "operator", "公司名稱"},
    {"measurements", "technology", "technology"},
    {"measurements", "technology", "networktech"},
    {"measurements", "technology", "networktype"},
    {"measurements", "technology", "radio"},
    {"measurements", "technology", "rat"},
    {"measurements", "technology", "generation"},
    {"measurements", "technology", "類別"},
    {"measurements", "technology", "系統"},
    {"measurements", "technology", "技術"},
    {"measurements", "band", "band"},
    {"measurements", "band", "頻段"},
    {"measurements", "time", "time"},
    {"measurements", "time", "timestamp"},
    {"measurements", "time", "datetime"},
    {"measurements", "time", "devicetime"},
    {"measurements", "time", "date"},
    {"measurements", "time", "measuredat"},
    {"measurements", "time", "時間"},
    {"measurements", "time", "量測時間"},
    {"measurements", "time", "測試時間"},
    {"measurements", "time", "日期時間"},
    {"measurements", "time", "日期"},

    {"venues", "code", "code"},
    {"venues", "code", "venueid"},
    {"venues", "code", "venuecode"},
    {"venues", "code", "stationid"},
    {"venues", "code", "icao"},
    {"venues", "code", "id"},
    {"venues", "code", "編號"},
    {"venues", "pilot_code", "pilotcode"},
    {"venues", "pilot_code", "pilotid"},
    {"venues", "name", "name"},
    {"venues", "name", "namezh"},
    {"venues", "name", "venuename"},
    {"venues", "name", "名稱"},
    {"venues", "name", "場域名稱"},
    {"venues", "name_en", "nameen"},
    {"venues", "name_en", "英文名稱"},
    {"venues", "type", "type"},
    {"venues", "type", "venuetype"},
    {"venues", "type", "類型"},
    {"venues", "type", "類別"},
    {"venues", "environment", "environment"},
    {"venues", "environment", "環境"},
    {"venues", "network", "network"},
    {"venues", "network", "網路"},
    {"venues", "operator", "operator"},
    {"venues", "operator", "業者"},
    {"venues", "operator", "業者名稱"},
    {"venues", "peak_crowd", "peakcrowd"},
    {"venues", "peak_crowd", "尖峰人數"},
    {"venues", "reported_area_ha", "reportedareaha"},
    {"venues", "reported_area_ha", "面積公頃"},
    {"venues", "reported_share", "reportedshare"},
    {"venues", "reported_share", "涵蓋率"},
    {"venues", "accuracy_m", "accuracym"},
    {"venues", "accuracy_m", "accuracy"},
    {"venues", "approximate", "approximate"},

    {"pilots", "code", "code"},
    {"pilots", "code", "pilotid"},
    {"pilots", "code", "pilotcode"},
    {"pilots", "code", "id"},
    {"pilots", "code", "計畫編號"},
    {"pilots", "name", "name"},
    {"pilots", "name", "namezh"},
    {"pilots", "name", "計畫名稱"},
    {"pilots", "name_en", "nameen"},
    {"pilots", "theme", "theme"},
    {"pilots", "theme", "主題"},
    {"pilots", "network", "network"},
    {"pilots", "network", "網路"},
    {"pilots", "status", "status"},
    {"pilots", "status", "狀態"},
    {"pilots", "year", "year"},
    {"pilots", "year", "年度"},
    {"pilots", "smes", "smes"},
    {"pilots", "visits", "visits"},
    {"pilots", "visits", "人次"},
    {"pilots", "revenue", "revenue"},
    {"pilots", "revenue", "revenuentd"},
    {"pilots", "revenue", "營收"},
    {"pilots", "persons_served", "personsserved"},
    {"pilots", "persons_served", "服務人數"},
    {"pilots", "note", "note"},
    {"pilots", "note", "備註"},
    {"pilots", "document", "sourcedocument"},
    {"pilots", "document", "document"},
    {"pilots", "document", "資料來源"},

    {"pilot_sites", "pilot_code", "pilotid"},
    {"pilot_sites", "pilot_code", "pilotcode"},
    {"pilot_sites", "pilot_code", "計畫編號"},
    {"pilot_sites", "unit_code", "towncode"},
    {"pilot_sites", "unit_code", "unitcode"},
    {"pilot_sites", "unit_code", "鄉鎮市區代碼"},
    {"pilot_sites", "unit_code", "行政區域代碼"},
    {"pilot_sites", "county_code", "countycode"},
    {"pilot_sites", "county_code", "縣市代碼"},
    {"pilot_sites", "county", "county"},
    {"pilot_sites", "county", "縣市"},
    {"pilot_sites", "town", "town"},
    {"pilot_sites", "town", "鄉鎮市區"},
    {"pilot_sites", "place", "place"},
    {"pilot_sites", "place", "地點"},
    {"pilot_sites", "place", "場域"},
    {"pilot_sites", "accuracy_m", "accuracym"},
    {"pilot_sites", "accuracy_m", "accuracy"},

    {"targets", "code", "code"},
    {"targets", "code", "targetid"},
    {"targets", "code", "targetcode"},
    {"targets", "measure", "measure"},
    {"targets", "measure", "指標"},
    {"targets", "denominator", "denominator"},
    {"targets", "denominator", "分母"},
    {"targets", "unit", "unit"},
    {"targets", "unit", "單位"},
    {"targets", "year", "year"},
    {"targets", "year", "年度"},
    {"targets", "target", "target"},
    {"targets", "target", "目標值"},
    {"targets", "target", "目標"},
    {"targets", "actual", "actual"},
    {"targets", "actual", "實際值"},
    {"targets", "document", "sourcedocument"},
    {"targets", "document", "document"},
    {"targets", "document", "資料來源"},

    {"service_needs", "code", "code"},
    {"service_needs", "code", "serviceid"},
    {"service_needs", "code", "servicecode"},
    {"service_needs", "name", "name"},
    {"service_needs", "name", "服務名稱"},
    {"service_needs", "dl_mbps", "dlmbps"},
    {"service_needs", "dl_mbps", "下載速率"},
    {"service_needs", "ul_mbps", "ulmbps"},
    {"service_needs", "ul_mbps", "上傳速率"},
    {"service_needs", "latency_ms", "latencyms"},
    {"service_needs", "latency_ms", "延遲"},
    {"service_needs", "basis", "basis"},
    {"service_needs", "basis", "依據"},
    {"service_needs", "document", "sourcedocument"},
    {"service_needs", "document", "document"},
    {"service_needs", "document", "資料來源"},
};

enum { HEADING_COUNT = sizeof headings / sizeof headings[0] };

/** Index of a synonym, or -1. */
static int find_index(const char *kind, const char *folded) {
    for (int i = 0; i < HEADING_COUNT; i++)
        if (strcmp(headings[i].kind, kind) == 0 && strcmp(headings[i].synonym, folded) == 0)
            return i;
    return -1;
}

static const char *find_heading(const char *kind, const char *folded) {
    int i = find_index(kind, folded);
    return i < 0 ? NULL : headings[i].field;
}

/** Take a datum's name (letters and two to four digits, or two digits alone) out of a folded
 *  heading, from its front or its back. False if there is none. */
static bool take_datum(char *folded, char datum[16]) {
    size_t length = strlen(folded), digits = 0, letters = 0;
    /* in front: "twd67x", "67x" */
    while (letters < length && folded[letters] >= 'a' && folded[letters] <= 'z')
        letters++;
    while (letters + digits < length && folded[letters + digits] >= '0' &&
           folded[letters + digits] <= '9')
        digits++;
    size_t front = letters + digits;
    if (digits >= 2 && digits <= 4 && letters <= 6 && front < length) {
        memcpy(datum, folded, front);
        datum[front] = '\0';
        memmove(folded, folded + front, length - front + 1);
        return true;
    }
    /* behind: "xtwd67", "x67", "經度wgs84": the letters may belong to the heading, so each start
     * of the datum's name is tried, the longest name first, until the rest is a heading */
    size_t end = length;
    while (end > 0 && folded[end - 1] >= '0' && folded[end - 1] <= '9')
        end--;
    digits = length - end;
    if (digits < 2 || digits > 4) return false;
    size_t start = end;
    while (start > 0 && end - start < 6 && folded[start - 1] >= 'a' && folded[start - 1] <= 'z')
        start--;
    for (; start <= end; start++) {
        if (start == 0) continue;
        char rest = folded[start];
        folded[start] = '\0';
        bool known = find_heading("*", folded) != NULL;
        folded[start] = rest;
        if (!known) continue;
        memcpy(datum, folded + start, length - start);
        datum[length - start] = '\0';
        folded[start] = '\0';
        return true;
    }
    return false;
}

const char *er_heading_coordinate(er_context *ctx, const char *heading, char datum[16]) {
    char *folded = NULL;
    datum[0] = '\0';
    if (er_fold(ctx, heading, &folded) != ER_OK) return NULL;
    const char *field = find_heading("*", folded);
    if (!field && take_datum(folded, datum)) field = find_heading("*", folded);
    er_free(folded);
    static const char *const coordinates[] = {"lon", "lat", "x", "y", "wkt"};
    for (size_t i = 0; field && i < sizeof coordinates / sizeof coordinates[0]; i++)
        if (strcmp(field, coordinates[i]) == 0) return coordinates[i];
    return NULL;
}

bool er_datum_agrees(er_context *ctx, const char *datum, const char *crs_name) {
    if (!datum[0]) return true;
    char *folded = NULL;
    if (er_fold(ctx, crs_name, &folded) != ER_OK) return false;
    bool named = datum[0] >= 'a';
    size_t length = strlen(datum), at = 0;
    if (!named) /* digits alone: those behind the letters that the name begins with */
        while (folded[at] >= 'a' && folded[at] <= 'z')
            at++;
    bool agrees = strncmp(folded + at, datum, length) == 0;
    er_free(folded);
    return agrees;
}

const char *er_heading_find(er_context *ctx, const char *kind, const char *heading, int *rank) {
    char *folded = NULL;
    if (er_fold(ctx, heading, &folded) != ER_OK) return NULL;
    *rank = find_index(kind, folded);
    bool has_antennas = strcmp(kind, "stations") == 0 || strcmp(kind, "sectors") == 0;
    if (*rank < 0 && has_antennas) *rank = find_index("antennas", folded);
    if (*rank < 0) *rank = find_index("*", folded);
    er_free(folded);
    return *rank < 0 ? NULL : headings[*rank].field;
}

const char *er_heading_field(const char *kind, const char *heading) {
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return NULL;
    char datum[16];
    int rank;
    const char *field = er_heading_find(ctx, kind, heading, &rank);
    if (!field) field = er_heading_coordinate(ctx, heading, datum);
    er_context_free(ctx);
    return field;
}
