package org.equipoise.trainer.tensorflow;

import java.util.Optional;

import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/** What TensorFlow can compute on. */
public final class Devices {

    private Devices() {}

    /**
     * The first GPU's name, or empty when only the CPU is there: without a driver the GPU build falls back to it.
     *
     * @param config of the sessions to come: the first session of a process fixes for all of them which GPUs there are
     *     and how their memory is taken
     */
    public static Optional<String> accelerator(ConfigProto config) {
        byte[] settings = config.toByteArray();
        try (TF_Status status = TF_Status.newStatus();
                TF_Graph graph = TF_Graph.newGraph();
                TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
                var pointer = new BytePointer(settings)) {
            tensorflow.TF_SetConfig(options, pointer, settings.length, status);
            status.throwExceptionIfNotOK();
            return accelerator(graph, options, status);
        }
    }

    private static Optional<String> accelerator(TF_Graph graph, TF_SessionOptions options, TF_Status status) {
        try (TF_Session session = TF_Session.newSession(graph, options, status)) {
            status.throwExceptionIfNotOK();
            TF_DeviceList devices = tensorflow.TF_SessionListDevices(session, status);
            status.throwExceptionIfNotOK();
            try {
                return firstGpu(devices, status);
            } finally {
                tensorflow.TF_DeleteDeviceList(devices);
            }
        }
    }

    private static Optional<String> firstGpu(TF_DeviceList devices, TF_Status status) {
        for (int i = 0; i < tensorflow.TF_DeviceListCount(devices); i++) {
            String type = tensorflow.TF_DeviceListType(devices, i, status).getString();
            if ("GPU".equals(type)) {
                return Optional.of(
                        tensorflow.TF_DeviceListName(devices, i, status).getString());
            }
        }
        return Optional.empty();
    }
}
