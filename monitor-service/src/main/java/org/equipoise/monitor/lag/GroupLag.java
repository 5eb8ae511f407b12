package org.equipoise.monitor.lag;

/**
 * How far a consumer group is in a topic, over all its partitions.
 *
 * @param waiting records that it has still to read, or has read and not yet done with
 * @param position where it is; grows while it moves
 */
public record GroupLag(String group, String topic, long waiting, long position) {

    /** Both together, of the same group and topic. */
    public GroupLag plus(GroupLag other) {
        return new GroupLag(group, topic, waiting + other.waiting, position + other.position);
    }
}
