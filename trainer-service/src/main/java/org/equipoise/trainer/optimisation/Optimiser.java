package org.equipoise.trainer.optimisation;

/**
 * How a gradient g becomes a step of a weight w at learning rate r.
 *
 * @param weightDecay in [0, 1]; 0 for {@link Algorithm#ADAM}
 * @param momentum mu, in [0, 0.999]; 0 for all but {@link Algorithm#SGD}
 */
public record Optimiser(Algorithm algorithm, double weightDecay, double momentum) {

    /** Decay of Adam's mean gradient. */
    public static final double BETA_1 = 0.9;

    /** Decay of Adam's mean squared gradient. */
    public static final double BETA_2 = 0.999;

    /** Keeps Adam's division finite: Keras's value, and TensorFlow's place for it. */
    public static final double EPSILON = 1e-7;

    /** Largest momentum: the last thousand gradients count. */
    public static final double LARGEST_MOMENTUM = 0.999;

    /** The update rules, step t counted from 1, all state 0 at first. */
    public enum Algorithm {
        /**
         * {@code m = b1*m + (1-b1)*g; v = b2*v + (1-b2)*g^2; w -= r * sqrt(1-b2^t) / (1-b1^t) * m / (sqrt(v) +
         * epsilon)}. Kingma and Ba, ICLR 2015, arXiv:1412.6980, the form with "epsilon hat" at the end of its section
         * 2, TensorFlow's {@code ApplyAdam}.
         */
        ADAM,

        /**
         * {@code w -= r * weightDecay * w}, then Adam's step. Loshchilov and Hutter, ICLR 2019, arXiv:1711.05101, the
         * decay scaled by the learning rate as in Keras and PyTorch.
         */
        ADAMW,

        /**
         * {@code g += weightDecay * w; a = mu*a + g; w -= r * (g + mu*a)}: Nesterov momentum, Sutskever et al., ICML
         * 2013, PMLR 28(3):1139, with the decay in the gradient, as PyTorch's {@code SGD(nesterov=True)}, so that
         * published settings carry over. TensorFlow's {@code ApplyMomentum(use_nesterov)}. Momentum 0 is plain descent.
         */
        SGD
    }

    public Optimiser {
        double mostDecay = algorithm == Algorithm.ADAM ? 0 : 1;
        if (!(weightDecay >= 0 && weightDecay <= mostDecay)) {
            throw new IllegalArgumentException(
                    "weight decay of " + algorithm + " must be in [0, " + mostDecay + "], got " + weightDecay);
        }
        double mostMomentum = algorithm == Algorithm.SGD ? LARGEST_MOMENTUM : 0;
        if (!(momentum >= 0 && momentum <= mostMomentum)) {
            throw new IllegalArgumentException(
                    "momentum of " + algorithm + " must be in [0, " + mostMomentum + "], got " + momentum);
        }
    }

    /** Adam. */
    public static Optimiser adam() {
        return new Optimiser(Algorithm.ADAM, 0, 0);
    }

    /** Adam with decoupled weight decay. */
    public static Optimiser adamW(double weightDecay) {
        return new Optimiser(Algorithm.ADAMW, weightDecay, 0);
    }

    /** Stochastic gradient descent with Nesterov momentum. */
    public static Optimiser sgd(double momentum, double weightDecay) {
        return new Optimiser(Algorithm.SGD, weightDecay, momentum);
    }
}
