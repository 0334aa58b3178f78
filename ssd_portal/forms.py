"""How Django forms become GOV.UK markup."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Renders every form and field by `templates/components/`; see the README there."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
