package org.equipoise.bench.collapse;

import java.util.Set;

/**
 * What nothing is tuned on, declared before anything was tuned: BreastMNIST and the residual network. PneumoniaMNIST,
 * RetinaMNIST and the phantoms with the other two networks are for development. A set that somebody brings is held out,
 * too.
 */
final class HeldOut {

    private static final Set<String> DEVELOPMENT = Set.of("pneumonia", "retina", "phantoms");
    private static final Network NETWORK = Network.RESIDUAL;

    private HeldOut() {}

    static boolean is(String dataset, Network network) {
        return network == NETWORK || !DEVELOPMENT.contains(dataset);
    }
}
