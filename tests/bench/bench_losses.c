/* TR 38.901 for many distances at once, which is what a grid asks for: nanoseconds for one distance
 * and one core, for each environment and sight, with and without the spread. Usage: bench_losses
 * [DISTANCES] (default: 20000000). */
#include "clock.h"

#include "evenreach/radio.h"

#include <stdio.h>
#include <stdlib.h>

enum { LINE = 4096 };

static void measure(er_environment environment, er_sight sight, bool spread, size_t distances) {
    static const char *const sights[] = {
        [ER_LOS] = "line of sight", [ER_NLOS] = "no line of sight", [ER_LOS_EXPECTED] = "expected"};
    static double distance_m[LINE], loss_db[LINE], sigma_db[LINE];
    for (size_t i = 0; i < LINE; i++)
        distance_m[i] = 1.3 * (double)((i * 1021) % LINE);
    er_path path = er_path_defaults();
    path.freq_mhz = 3500;
    path.tx_height_m = 25;
    path.rx_height_m = 1.5;
    path.sight = sight;
    const er_path_model *model = er_environment_model(environment);
    double sum_db = 0, start = seconds();
    size_t lines = distances / LINE + 1;
    for (size_t i = 0; i < lines; i++) {
        path.tx_height_m = 25 + (double)(i % 7);
        model->losses(&path, distance_m, LINE, loss_db, spread ? sigma_db : NULL);
        sum_db += loss_db[i % LINE];
    }
    double each_ns = 1e9 * (seconds() - start) / (double)(lines * LINE);
    printf("%-12s %-17s %-11s %6.2f ns  (mean %.6f dB)\n", model->name, sights[sight],
           spread ? "with spread" : "loss alone", each_ns, sum_db / (double)lines);
}

int main(int argc, char **argv) {
    size_t distances = argc > 1 ? strtoull(argv[1], NULL, 10) : 20000000;
    for (int environment = ER_ENV_RMA; environment <= ER_ENV_UMI; environment++)
        for (int sight = ER_LOS; sight <= ER_LOS_EXPECTED; sight++)
            for (int spread = 0; spread < 2; spread++)
                measure((er_environment)environment, (er_sight)sight, spread, distances);
    return 0;
}
