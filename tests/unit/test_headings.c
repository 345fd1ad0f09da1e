/* What headings mean, and dates of both calendars. */
#include "test.h"

#include "evenreach/sources.h"
#include "sources/fold.h"
#include "sources/headings.h"

#include <string.h>

static void headings_are_recognised(void **state) {
    (void)state;
    static const struct {
        const char *kind, *heading, *field;
    } cases[] = {
        {"units", "GEOID", "code"},
        {"units", "NUTS_ID", "code"},
        {"units", "shapeName", "name"},
        {"population", "FIPS", "code"},
        {"population", "\xEF\xBB\xBF村里代碼", "code"},
        {"population", "人口", "persons"},
        {"population", "戶數", "households"},
        {"population", "年月", "as_of"},
        {"population", "男性人口", NULL},
        {"population", "town_code", "code"},
        {"stations", "Height (m)", "height_m"},
        {"stations", "ＯＰＥＲＡＴＯＲ", "operator"},
        {"stations", "基地台", "count"},
        {"stations", "业者", NULL},
        {"stations", "統計期", "as_of"},
        {"stations", "freq_MHz", "freq_mhz"},
        {"stations", "經度", "lon"},
        {"stations", " Longitude ", "lon"},
        {"stations", "TWD97 X", "x"},
        {"stations", "X座標", "x"},
        {"stations", "Y_97", "y"},
        {"stations", "緯度WGS84", "lat"},
        {"stations", "notes", NULL},
        {"stations", "方位角", "azimuth_deg"},
        {"stations", "E-Tilt", "electrical_tilt_deg"},
        {"sectors", "機械下傾角", "mechanical_tilt_deg"},
        {"sectors", "Tx Power (W)", "power_w"},
        {"sectors", "site_id", "station_code"},
        {"stations", "site_id", "code"},
        {"venues", "azimuth", NULL},
        {"measurements", "SS-RSRP", "rsrp_dbm"},
        {"measurements", "download_kbit", "dl_kbps"},
        {"measurements", "DL Mbps", "dl_mbps"},
        {"measurements", "訊號強度", "rsrp_dbm"},
        {"measurements", "deviceTime", "time"},
        {"pilot_sites", "pilot_id", "pilot_code"},
        {"pilots", "pilot_id", "code"},
        {"pilots", "revenue_ntd", "revenue"},
        {"targets", "source_document", "document"},
        {"service_needs", "dl_mbps", "dl_mbps"},
        {"stations", "End date", "date_off"},
        {"stations", "Decommissioned", "date_off"},
        {"stations", "停用日期", "date_off"},
        {"stations", "拆除日期", "date_off"},
        {"stations", "啟用日期", "date_on"},
        {"pilots", "budget_NTD", "budget"},
        {"pilots", "經費", "budget"},
        {"pilots", "預算", "budget"},
        {"candidates", "經費", "cost"},
        {"pilots", "起始日", "date_on"},
        {"pilots", "結束日", "date_off"},
        {"drop_points", "drop_id", "code"},
        {"drop_points", "業者", "operator"},
        {"drop_points", "啟用日期", "date_on"},
        {"drop_points", "經度", "lon"},
        {"drop_points", "停用日期", NULL},
        {"units", "台灣", NULL},
        {"units", "\xff\xfe", NULL},
        {"units", "", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *field = er_heading_field(cases[i].kind, cases[i].heading);
        if (!field != !cases[i].field || (field && strcmp(field, cases[i].field) != 0))
            fail_msg("%s '%s' is taken for %s", cases[i].kind, cases[i].heading,
                     field ? field : "nothing");
    }
}

static void headings_name_datums(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *heading, *field, *datum;
    } cases[] = {
        {"TWD67 X", "x", "twd67"},
        {"Y(TWD97)", "y", "twd97"},
        {"X_67", "x", "67"},
        {"67X", "x", "67"},
        {"lon", "lon", ""},
        {"經度_WGS84", "lon", "wgs84"},
        {"lat_nad27", "lat", "nad27"},
    };
    char datum[16];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *field = er_heading_coordinate(ctx, cases[i].heading, datum);
        assert_non_null(field);
        assert_string_equal(field, cases[i].field);
        assert_string_equal(datum, cases[i].datum);
    }
    assert_null(er_heading_coordinate(ctx, "1967", datum));
    assert_true(er_datum_agrees(ctx, "67", "TWD67 / TM2 zone 121"));
    assert_true(er_datum_agrees(ctx, "twd67", "TWD67 / TM2 zone 121"));
    assert_false(er_datum_agrees(ctx, "67", "TWD97 / TM2 zone 121"));
    assert_false(er_datum_agrees(ctx, "21", "TWD97 / TM2 zone 121"));
    assert_true(er_datum_agrees(ctx, "", "anything"));
}

static void variants_are_folded(void **state) {
    er_context *ctx = *state;
    char *a = NULL, *b = NULL;
    assert_ok(ctx, er_fold(ctx, "台 東－縣", &a));
    assert_ok(ctx, er_fold(ctx, "臺東縣", &b));
    assert_string_equal(a, b);
    er_free(a);
    er_free(b);
    assert_ok(ctx, er_fold(ctx, "\xff", &a));
    assert_string_equal(a, "");
    er_free(a);
}

static void dates_of_both_calendars_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text, *date;
    } cases[] = {
        {"2024-04-30", "2024-04-30"},
        {"2024/4/30", "2024-04-30"},
        {"2024.04.30", "2024-04-30"},
        {"20240430", "2024-04-30"},
        {"2024-04-30T08:15:00+08:00", "2024-04-30"},
        {"2024-04-30 08:15", "2024-04-30"},
        {" 2021-03 ", "2021-03"},
        {"2021/3", "2021-03"},
        {"202103", "2021-03"},
        {"2021", "2021"},
        {"2021年", "2021"},
        {"2024年4月30日", "2024-04-30"},
        {"1130430", "2024-04-30"},
        {"990430", "2010-04-30"},
        {"11304", "2024-04"},
        {"113", "2024"},
        {"113/04/30", "2024-04-30"},
        {"99/1/2", "2010-01-02"},
        {"113-04", "2024-04"},
        {"113年4月30日", "2024-04-30"},
        {"113年 4月 30日", "2024-04-30"},
        {"113年4月", "2024-04"},
        {"民國113年", "2024"},
        {"中華民國113年4月30日", "2024-04-30"},
        {"民國1年1月1日", "1912-01-01"},
        {"1475687630", "2016-10-05"},
        {"951782400", "2000-02-29"},
        {"2024-02-29", "2024-02-29"},
        {"113/2/29", "2024-02-29"},
        {"2023-02-29", NULL},
        {"1900-02-29", NULL},
        {"112/02/29", NULL},
        {"2024-13-01", NULL},
        {"20241301", NULL},
        {"2024-00-10", NULL},
        {"20240400", NULL},
        {"20240024", NULL},
        {"1130000", NULL},
        {"2024-04/30", NULL},
        {"2024-04-31", NULL},
        {"2024-04-30x", NULL},
        {"2024-04-30-", NULL},
        {"2024-", NULL},
        {"4/30/2024", NULL},
        {"30日", NULL},
        {"24/4/30", NULL},
        {"240430", NULL},
        {"民國24年4月30日", "1935-04-30"},
        {"12", NULL},
        {"1", NULL},
        {"0", NULL},
        {"0000", NULL},
        {"", NULL},
        {"soon", NULL},
        {"-2024-04-30", NULL},
        {"123456789012345678901234567890", NULL},
        {"2024-04-30T08:15:00 and a very long text behind the date that goes on and on", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char date[11] = "untouched";
        bool good = er_parse_date(cases[i].text, date);
        if (good != (cases[i].date != NULL) || (good && strcmp(date, cases[i].date) != 0))
            fail_msg("'%s' is read as %s", cases[i].text, good ? date : "no date");
    }
}

static void times_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text, *time;
    } cases[] = {
        {"2024-05-01", "2024-05-01"},
        {"2024-05", "2024-05"},
        {"113/5/1", "2024-05-01"},
        {" 2024-05-01 13:02 ", "2024-05-01T13:02"},
        {"2024/5/1 13:02:03", "2024-05-01T13:02:03"},
        {"2025-10-10T13:58:27.603261-04:00", "2025-10-10T13:58:27.603261-04:00"},
        {"2024-05-01T13:02:03Z", "2024-05-01T13:02:03Z"},
        {"2024-05-01T13:02:03+0800", "2024-05-01T13:02:03+0800"},
        {"2024-06-30T23:59:60Z", "2024-06-30T23:59:60Z"},
        {"113年5月1日 13:02", "2024-05-01T13:02"},
        {"20240501130203", "2024-05-01T13:02:03"},
        {"1714539723", "2024-05-01T05:02:03Z"},
        {"1714539723456", "2024-05-01T05:02:03Z"},
        {"2024-05-01T24:00", NULL},
        {"2024-05-01T13:60", NULL},
        {"2024-05-01T13", "2024-05-01"},
        {"2024-05-01T13:02x", NULL},
        {"2024-05-01T13:02:03.", NULL},
        {"2024-05-01T13:02+15", NULL},
        {"2024-13-01T13:02", NULL},
        {"13:02", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char time[ER_TIME_SIZE] = "";
        bool good = er_parse_time(cases[i].text, time);
        if (good != (cases[i].time != NULL) || (good && strcmp(time, cases[i].time) != 0))
            fail_msg("'%s' is taken for '%s'", cases[i].text, good ? time : "no time");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read),
        cmocka_unit_test(headings_are_recognised),
        cmocka_unit_test(headings_name_datums),
        cmocka_unit_test(variants_are_folded),
        cmocka_unit_test(dates_of_both_calendars_are_read),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
