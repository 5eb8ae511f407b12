package org.equipoise.trainer.app;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RoleConfigSourceFactoryTest {

    @Test
    void aRoleThatIsNotListedIsOff() {
        assertThat(RoleConfigSourceFactory.switches("score"))
                .containsEntry("equipoise.trainer.role.score", "true")
                .containsEntry("equipoise.trainer.role.train", "false");
    }

    @Test
    void bothRolesAreOnByDefault() {
        assertThat(RoleConfigSourceFactory.switches(RoleConfigSourceFactory.DEFAULT_ROLES))
                .containsEntry("equipoise.trainer.role.score", "true")
                .containsEntry("equipoise.trainer.role.train", "true");
    }

    @Test
    void anUnknownRoleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoleConfigSourceFactory.switches("train,teach"))
                .withMessageContaining("train,teach");
    }
}
