package org.equipoise.dicom.routing;

import java.util.List;

/**
 * One rule: if all conditions hold, the object goes there.
 *
 * @param line of the file, from 1
 */
public record Route(int line, List<Condition> conditions, Target target) {

    public Route {
        conditions = List.copyOf(conditions);
    }

    boolean matches(Traits traits) {
        return conditions.stream().allMatch(condition -> condition.matches(traits));
    }
}
