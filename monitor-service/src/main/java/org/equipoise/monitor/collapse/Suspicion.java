package org.equipoise.monitor.collapse;

/**
 * What a test holds against a model version at this moment.
 *
 * @param classIndex the class that dominates or is missing
 * @param odds how much likelier the answers are under the trouble than under a healthy model; the test fires when they
 *     reach the mean number of studies between false alarms
 * @param share share of that class among the answers since the trouble is likely to have begun, in [0, 1]
 * @param predictions images answered since then
 * @param sinceMillis when it is likely to have begun, epoch milliseconds
 */
public record Suspicion(int classIndex, double odds, double share, long predictions, long sinceMillis) {}
